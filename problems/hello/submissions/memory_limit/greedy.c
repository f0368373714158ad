/* Takes memory without end, and uses it. */
#include <stdlib.h>
#include <string.h>

enum { STEP = 1 << 20 };

int main(void)
{
	for (;;) {
		char *volatile step = malloc(STEP);

		if (step)
			memset(step, 1, STEP);
	}
}
