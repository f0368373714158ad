/*
 * What a program may write about itself in /proc, but the kernel keeps for its session or its user
 * namespace, which are the box's: the next run must find it as it was.
 *
 * @verdict AC
 * @tests leave look leave look
 */
#include "attack.h"

#include <sys/resource.h>

static const struct {
	const char *path, *left, *fresh;
} settings[] = {
	{ "/proc/self/autogroup", "19", "nice 0" },
	{ "/proc/self/projid_map", "0 1234567 1", "" },
	{ "/proc/self/oom_score_adj", "1000", "0" },
	{ "/proc/self/timerslack_ns", "4000000000", "0" },
	{ "/proc/self/coredump_filter", "0xff", "00000033" },
	{ "/proc/self/setgroups", "deny", "allow" },
	{ "/proc/self/loginuid", "0", "4294967295" },
	{ "/proc/self/timens_offsets", "boottime 1000 0", "boottime            0" },
};

static void leave(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd >= 0 && write(fd, text, strlen(text)) < 0)
		errno = 0;	/* not the looking test's business */
	close(fd);
}

static void look(const char *path, const char *fresh)
{
	char text[256];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);

	text[n > 0 ? n : 0] = '\0';
	/* What this kernel does not have says nothing, and neither does an empty map. */
	must(n <= 0 || (*fresh && strstr(text, fresh)), "%s was left as %s", path, text);
	close(fd);
}

int main(void)
{
	struct rlimit limit = { 1, 1 };

	must(getpriority(PRIO_PROCESS, 0) == 0, "niceness %d", getpriority(PRIO_PROCESS, 0));
	must(getrlimit(RLIMIT_NPROC, &limit) == 0 && limit.rlim_cur > 1, "RLIMIT_NPROC was left");
	for (size_t i = 0; i < COUNT(settings); i++)
		look(settings[i].path, settings[i].fresh);
	if (!test_is("leave"))
		return finish();
	for (size_t i = 0; i < COUNT(settings); i++)
		leave(settings[i].path, settings[i].left);
	limit.rlim_cur = 1;
	setrlimit(RLIMIT_NPROC, &limit);
	return finish();
}
