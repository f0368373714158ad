/* A refused system call ends the run, however right what was printed before. */
#include <stdio.h>
#include <sys/ptrace.h>

int main(void)
{
	char name[32];

	if (scanf("%31s", name) == 1)
		printf("Hello, %s!\n", name);
	fflush(stdout);
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	return 0;
}
