/*
 * What else the kernel has for message queues, and their file systems: unknown, absent.
 *
 * @verdict AC
 */
#include "attack.h"

int main(void)
{
	refuse(call(mq_timedsend, 3, "x", 1, 0, 0), ENOSYS);
	refuse(call(mq_timedreceive, 3, "x", 1, 0, 0), ENOSYS);
	refuse(call(mq_notify, 3, 0), ENOSYS);
	refuse(call(mq_getsetattr, 3, 0, 0), ENOSYS);
	refuse(access("/dev/mqueue", F_OK), ENOENT);
	refuse(access("/dev/shm", F_OK), ENOENT);
	refuse(access("/proc/sysvipc", F_OK), ENOENT);
	return finish();
}
