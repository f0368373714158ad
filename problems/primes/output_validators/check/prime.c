#include "prime.h"

#include "table.h"

int is_prime(int n)
{
	for (unsigned i = 0; i < sizeof small / sizeof *small; i++)
		if (n == small[i] || n % small[i] == 0)
			return n == small[i];
	return n > 1;
}
