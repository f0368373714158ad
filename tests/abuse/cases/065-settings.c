/*
 * Settings of the kernel and of processes as files: absent, or not to be written.
 *
 * @verdict AC
 */
#include "attack.h"

static const char *const absent[] = {
	"/proc/sys", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname",
	"/proc/sys/vm/overcommit_memory", "/proc/sys/user/max_user_namespaces",
	"/proc/sys/kernel/ns_last_pid", "/proc/sysrq-trigger", "/proc/kcore", "/proc/kmsg",
	"/proc/mem", "/proc/acpi", "/proc/bus", "/proc/scsi", "/proc/fs", "/proc/irq",
	"/proc/timer_list", "/proc/config.gz", "/proc/mtrr", "/proc/driver", "/sys",
	"/sys/kernel/security", "/sys/firmware", "/sys/power/state", "/sys/kernel/debug",
	"/dev/mem", "/dev/kmem", "/dev/port", "/dev/fuse", "/dev/kvm", "/dev/loop-control",
	"/dev/userfaultfd", "/dev/net/tun", "/dev/vda", "/dev/sda", "/dev/cpu", "/dev/ram0",
	"/dev/mapper", "/dev/vhost-net", "/dev/rtc", "/dev/watchdog", "/dev/dri", "/dev/snd",
};

/* Of the process itself: what is written here is at best without use, and outlives it at worst. */
static const struct {
	const char *path, *text;
} own[] = {
	{ "/proc/self/oom_score_adj", "-1" },
	{ "/proc/self/oom_score_adj", "-1000" },
	{ "/proc/self/oom_adj", "-17" },
	{ "/proc/self/autogroup", "19" },	/* of the session, so of the next runs as well */
	{ "/proc/self/autogroup", "-20" },
	{ "/proc/self/uid_map", "0 0 1" },
	{ "/proc/self/gid_map", "0 0 1" },
	{ "/proc/self/projid_map", "0 0 1" },
	{ "/proc/self/setgroups", "allow" },
	{ "/proc/self/loginuid", "0" },
	{ "/proc/self/timens_offsets", "boottime 1 0" },
	{ "/proc/self/attr/current", "unconfined" },
	{ "/proc/self/attr/exec", "unconfined" },
	{ "/proc/self/latency", "0" },
};

static void refuse_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	must(write(fd, text, strlen(text)) < 0, "%s takes %s", path, text);
	close(fd);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(absent); i++) {
		must(access(absent[i], F_OK) < 0, "%s is there", absent[i]);
		must(!opens(absent[i], O_RDONLY) && !opens(absent[i], O_WRONLY), "%s opens", absent[i]);
	}
	for (size_t i = 0; i < COUNT(own); i++)
		refuse_write(own[i].path, own[i].text);
	return finish();
}
