/*
 * Kills itself as the memory limit would, also near the limit: RTE every time.
 *
 * @verdict RTE
 * @reason killed by SIGKILL
 * @each 1 2 3 4 5 6 7 8 full-1 full-2 full-3 full-4
 * @memory 32MiB
 * @layout
 */
#include "attack.h"

#include <signal.h>

enum { NEARLY = 30 << 20 };

int main(void)
{
	char name[32];

	if (!strncmp(test_name(name, sizeof name), "full", 4)) {
		char *bytes = malloc(NEARLY);

		memset(bytes, 1, NEARLY);
	}
	raise(SIGKILL);
	return finish();
}
