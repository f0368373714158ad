#include "peak.h"

int peak(int, const int *)
{
	return 0;
}
