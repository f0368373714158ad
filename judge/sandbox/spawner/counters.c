#include "sandbox/spawner/spawner.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The number behind key in a counter file, or the file's only number. */
static uint64_t read_number(int fd, const char *key)
{
	char text[2048];
	ssize_t n = pread(fd, text, sizeof text - 1, 0);
	const char *at = text;

	if (n <= 0)
		return 0;
	text[n] = '\0';
	if (key) {
		at = strstr(text, key);
		if (!at)
			return 0;
		at += strlen(key);
	}
	return strtoull(at, NULL, 10);
}

int64_t counters_cpu_ns(const struct spawner *s)
{
	if (s->config.flags & SPAWNER_V2_CPU)
		return (int64_t)read_number(SPAWNER_CPU, "usage_usec ") * 1000;
	return (int64_t)read_number(SPAWNER_CPU, NULL);
}

uint64_t counters_peak(void)
{
	return read_number(SPAWNER_PEAK, NULL);
}

/* Both layouts call it "oom_kill N"; v1 has "oom_kill_disable N" before it, hence the line feed. */
uint64_t counters_oom_kills(void)
{
	return read_number(SPAWNER_OOM, "\noom_kill ");
}

int counters_reset(const struct spawner *s, struct counters *ret_base)
{
	/* Writing to memory.peak works from Linux 6.12 on, and then it shows the current usage. */
	bool peak = pwrite(SPAWNER_PEAK, "0", 1, 0) == 1;

	if (!peak && !(s->config.flags & SPAWNER_V2_MEMORY))
		return -1;
	ret_base->memory_bytes = peak ? read_number(SPAWNER_USAGE, NULL) : UINT64_MAX;
	ret_base->cpu_ns = 0;
	if (s->config.flags & SPAWNER_V2_CPU)
		ret_base->cpu_ns = counters_cpu_ns(s);
	else if (pwrite(SPAWNER_CPU, "0", 1, 0) != 1)
		return -1;
	return 0;
}
