/*
 * System V shared memory, semaphores and message queues, POSIX message queues: each call ends the
 * run, so that nothing can outlive it.
 *
 * @verdict RTE
 * @each shmget shmat shmctl semget semop semctl semtimedop msgget msgsnd msgrcv msgctl
 * @each mq_open mq_unlink
 * @reason system call {}(
 */
#include "attack.h"

#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/shm.h>

enum { KEY = 0x4153, NEW = IPC_CREAT | 0666 };

int main(void)
{
	const struct named_call calls[] = {
		{ "shmget", SYS_shmget, { KEY, 4096, NEW } },
		{ "shmat", SYS_shmat, { 0 } },
		{ "shmctl", SYS_shmctl, { 0, IPC_STAT } },
		{ "semget", SYS_semget, { KEY, 1, NEW } },
		{ "semop", SYS_semop, { 0 } },
		{ "semctl", SYS_semctl, { 0, 0, IPC_STAT } },
		{ "semtimedop", SYS_semtimedop, { 0 } },
		{ "msgget", SYS_msgget, { KEY, NEW } },
		{ "msgsnd", SYS_msgsnd, { 0 } },
		{ "msgrcv", SYS_msgrcv, { 0 } },
		{ "msgctl", SYS_msgctl, { 0, IPC_STAT } },
		{ "mq_open", SYS_mq_open, { (long)"left", O_CREAT | O_RDWR, 0600, 0 } },
		{ "mq_unlink", SYS_mq_unlink, { (long)"left" } },
	};

	return make_named_call(calls, COUNT(calls));
}
