/* Four processes that share the terms among them: no single one is above the limit, all are. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 4, SHARE = 60 << 20 };

int main(void)
{
	for (int i = 0; i < CHILDREN; i++)
		if (fork() == 0) {
			volatile char *share = malloc(SHARE);

			for (size_t at = 0; share && at < SHARE; at += 512)
				share[at] = 1;
			sleep(1);
			_exit(0);
		}
	while (wait(NULL) > 0)
		continue;
	puts("5");
	return 0;
}
