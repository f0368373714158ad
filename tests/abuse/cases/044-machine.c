/*
 * What the machine does and who it is, which would be a channel between runs: loads, uptime, other
 * processes' numbers, its name. (sysinfo and the clocks do tell of the machine: documented.)
 *
 * @verdict AC
 */
#include "attack.h"

#include <sys/utsname.h>

static const char *const absent[] = {
	"/proc/uptime", "/proc/loadavg", "/proc/stat", "/proc/meminfo", "/proc/vmstat",
	"/proc/interrupts", "/proc/diskstats", "/proc/schedstat", "/proc/sched_debug",
	"/proc/pressure", "/proc/locks", "/proc/timer_list", "/proc/net",
	"/proc/sys", "/proc/version", "/proc/cmdline", "/proc/keys", "/proc/key-users",
	"/proc/kallsyms", "/proc/modules", "/proc/slabinfo", "/proc/buddyinfo", "/proc/zoneinfo",
	"/proc/swaps", "/proc/partitions", "/proc/mounts/..", "/sys", "/sys/devices", "/run",
	"/var", "/home", "/root", "/boot", "/etc/machine-id", "/etc/hostname", "/etc/shadow",
};

/* What follows the key in /proc/self/status, which holds a number for each namespace around us. */
static const char *status_line(const char *key, char *text, size_t size)
{
	int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, text, size - 1);
	char *at;

	close(fd);
	text[n > 0 ? n : 0] = '\0';
	at = strstr(text, key);
	if (!at)
		return "";
	at[strcspn(at, "\n")] = '\0';
	return at + strlen(key);
}

int main(void)
{
	struct utsname name;
	char text[4096];
	int pid, outer;

	for (size_t i = 0; i < COUNT(absent); i++)
		must(access(absent[i], F_OK) < 0, "%s is there", absent[i]);
	must(uname(&name) == 0 && !strcmp(name.nodename, "box"), "the host is %s", name.nodename);
	must(getppid() == 1 && getsid(0) == 1, "parent %d, session %d", getppid(), getsid(0));
	must(sscanf(status_line("NSpid:", text, sizeof text), "%d %d", &pid, &outer) == 1,
	     "process number outside: %s", text);
	return finish();
}
