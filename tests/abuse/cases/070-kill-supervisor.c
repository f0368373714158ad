/*
 * Kills process 1 as often as it can, from itself and from a child that it has orphaned: ignored.
 *
 * @verdict AC
 * @processes 4
 * @tests first second
 */
#include "attack.h"

#include <signal.h>

static void orphan(void)
{
	if (fork() == 0) {
		sleep_ms(5);
		must(getppid() == 1, "adopted by %d", getppid());
		refuse(kill(1, SIGKILL), EPERM);
		refuse(kill(getppid(), SIGTERM), EPERM);
		/* Its parent has ended without it; the judge ends it. */
		sleep_ms(5000);
	}
}

int main(void)
{
	must(in_child(orphan) == 0, "no child");
	for (int i = 0; i < 2000; i++) {
		refuse(kill(1, SIGKILL), EPERM);
		refuse(kill(getppid(), SIGSTOP), EPERM);
	}
	sleep_ms(20);
	return finish();
}
