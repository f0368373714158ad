/*
 * Notification of what others do with a file, as inotify and fanotify: each call ends the run.
 *
 * @verdict RTE
 * @each inotify_init inotify_init1 inotify_add_watch fanotify_init fanotify_mark
 * @reason system call {}(
 */
#include "attack.h"

#include <sys/fanotify.h>
#include <sys/inotify.h>

int main(void)
{
	const struct named_call calls[] = {
		{ "inotify_init", SYS_inotify_init, { 0 } },
		{ "inotify_init1", SYS_inotify_init1, { IN_CLOEXEC } },
		{ "inotify_add_watch", SYS_inotify_add_watch, { 3, (long)"/dev/null", IN_OPEN } },
		{ "fanotify_init", SYS_fanotify_init, { FAN_REPORT_FID, O_RDONLY } },
		{ "fanotify_mark", SYS_fanotify_mark,
		  { 3, FAN_MARK_ADD, FAN_OPEN, AT_FDCWD, (long)"/dev/null" } },
	};

	return make_named_call(calls, COUNT(calls));
}
