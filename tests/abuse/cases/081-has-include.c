/*
 * The preprocessor as an oracle for what the host has. What it finds is printed by the program.
 * @verdict CE
 * @reason nothing is there
 */
#if __has_include("/etc/shadow") || __has_include("/etc/hostname") || \
	__has_include("/etc/assize/worker.yaml") || __has_include("/etc/ssh/sshd_config") || \
	__has_include("/etc/resolv.conf") || __has_include("/etc/machine-id") || \
	__has_include("/root/.bashrc") || __has_include("/root/.profile") || \
	__has_include("/run/assize/slot-0.lock") || __has_include("/proc/cpuinfo") || \
	__has_include("/proc/version") || __has_include("/proc/sys/kernel/hostname") || \
	__has_include("/sys/kernel/uevent_seqnum") || __has_include("/var/lib/dpkg/status") || \
	__has_include("/usr/share/doc/base-files/README") || __has_include("/bin/sh") || \
	__has_include("/usr/bin/python3") || __has_include("/proc/1/status")
#include <stdio.h>

int main(void)
{
	puts("something of the host is there");
	return 0;
}
#else
#error nothing is there
#endif
