/*
 * Huge pages as System V shared memory.
 *
 * @verdict RTE
 * @reason system call shmget
 * @layout
 */
#include "attack.h"

#include <sys/ipc.h>
#include <sys/shm.h>

int main(void)
{
	came_through("shmget returned %d", shmget(IPC_PRIVATE, 2 << 20, SHM_HUGETLB | 0600));
	return 0;
}
