/*
 * Signals that judges use among themselves, or that speak of a limit, raised by a solution.
 * @verdict RTE
 * @reason SIG{}
 * @tests USR1 USR2 PIPE XFSZ SYS XCPU ALRM TERM
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
	static const struct {
		const char *name;
		int number;
	} signals[] = {
		{ "USR1", SIGUSR1 }, { "USR2", SIGUSR2 }, { "PIPE", SIGPIPE }, { "XFSZ", SIGXFSZ },
		{ "SYS", SIGSYS }, { "XCPU", SIGXCPU }, { "ALRM", SIGALRM }, { "TERM", SIGTERM },
	};
	char name[16];

	if (scanf("%15s", name) != 1)
		return 0;
	puts("held");
	fflush(stdout);
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
		if (!strcmp(name, signals[i].name))
			raise(signals[i].number);
	return 0;
}
