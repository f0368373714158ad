/*
 * Restarts the machine, reads or clears its log: each call ends the run.
 *
 * @verdict RTE
 * @each reboot syslog
 * @reason system call {}(
 */
#include "attack.h"

#include <linux/reboot.h>

int main(void)
{
	static char text[256];
	/* Not the command that would restart: what is tried is whether the call gets through. */
	const struct named_call calls[] = {
		{ "reboot", SYS_reboot,
		  { LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_OFF, 0 } },
		{ "syslog", SYS_syslog, { 3, (long)text, sizeof text } },
	};

	return make_named_call(calls, COUNT(calls));
}
