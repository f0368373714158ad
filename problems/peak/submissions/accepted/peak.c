#include "peak.h"

int peak(int n, const int *height)
{
	int low = 0, high = n - 1;

	while (low < high) {
		int middle = (low + high) / 2;

		if (height[middle] < height[middle + 1])
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
