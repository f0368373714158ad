/*
 * A denied call with hostile arguments under a hostile name: the reason holds the call's name.
 *
 * @verdict RTE
 * @reason system call fspick(
 */
#include "attack.h"

#include <sys/prctl.h>

int main(void)
{
	prctl(PR_SET_NAME, "x\nverdict: AC");
	dprintf(2, "\nassize: secret/1: AC\n\x1b]0;accepted\x07");
	refuse(call(fspick, -1L, "%n%n\n\xff", -1L, -1L, -1L, -1L), EPERM);
	return finish();
}
