#include "sandbox/spawner/spawner.h"

#include "sandbox/counter_file.h"
#include "util/clock.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * How far the clocks of a process and of its group may be apart: they cannot be read at the same
 * moment, and a virtual machine may stand still in between.
 */
#define UNCOUNTED_NS (100 * NS_PER_MS)

/* More than the spawner does in a run, and than a tick, by which the group's clock may lag. */
#define SPUN_NS (5 * NS_PER_MS)

/*
 * What a run may leave charged: what each processor has in stock for the group, and records of the
 * kernel's that are only freed when it needs them. A small program was seen to leave 664 KiB for up
 * to 20 ms; to wait for that would cost more than the run.
 */
#define RESIDUE_BYTES (512ull << 10)

/*
 * So much is worth waiting for: page tables of a large program, or pages of files that the kernel
 * has not added up yet, which it does for so many changes per processor at once.
 */
#define LARGE_RESIDUE_BYTES (8ull << 20)
enum { SETTLE_MS = 50 };

/*
 * The kernel charges a group for so much at once (MEMCG_CHARGE_BATCH), so that a small run may do
 * with what is left of a charge before it, and used less than that. Its resident size would be no
 * better answer: files that it maps are part of that.
 */
#define CHARGE_BYTES (256ull << 10)

static bool has_v2_cpu(const struct spawner *s)
{
	return s->config.flags & SPAWNER_V2_CPU;
}

int64_t counters_cpu_ns(const struct spawner *s)
{
	uint64_t used;

	if (counter_file_read(SPAWNER_CPU, has_v2_cpu(s) ? COUNTER_KEY_V2_CPU : NULL, &used) < 0)
		return -1;
	return (int64_t)used * (has_v2_cpu(s) ? NS_PER_US : 1);
}

static int read_oom_kills(uint64_t *ret_kills)
{
	return counter_file_read(SPAWNER_OOM, COUNTER_KEY_OOM_KILLS, ret_kills);
}

/*
 * Linux 6.12 lets memory.peak be written, and then shows the current usage; v1 always did. Before,
 * the peak is of all runs so far: it tells of this one only if it rises.
 */
static int reset_peak(const struct spawner *s, struct counters *base)
{
	base->peak_bytes = UINT64_MAX;
	if (s->config.flags & SPAWNER_NO_PEAK)
		return 0;
	base->peak_bytes = 0;
	if (pwrite(SPAWNER_PEAK, "0", 1, 0) == 1)
		return 0;
	if (!(s->config.flags & SPAWNER_V2_MEMORY))
		return -1;
	return counter_file_read(SPAWNER_PEAK, NULL, &base->peak_bytes);
}

/* Someone may have moved us out of the group: then there is no limit either. */
static int check_members(uint64_t expected)
{
	uint64_t members;

	if (counter_file_read(SPAWNER_PIDS, NULL, &members) < 0)
		return -1;
	if (members >= expected)
		return 0;
	errno = ENODEV;
	return -1;
}

int counters_reset(const struct spawner *s, struct counters *ret_base)
{
	/* The spawner and this process. */
	if (check_members(2) < 0)
		return -1;
	if (reset_peak(s, ret_base) < 0 ||
	    counter_file_read(SPAWNER_USAGE, NULL, &ret_base->memory_bytes) < 0)
		return -1;
	if (!has_v2_cpu(s) && pwrite(SPAWNER_CPU, "0", 1, 0) != 1)
		return -1;
	ret_base->process_ns = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	ret_base->cpu_ns = has_v2_cpu(s) ? counters_cpu_ns(s) : 0;
	return ret_base->cpu_ns < 0 ? -1 : 0;
}

uint64_t counters_usage(void)
{
	uint64_t usage;

	return counter_file_read(SPAWNER_USAGE, NULL, &usage) < 0 ? 0 : usage;
}

bool counters_exceed(uint64_t before_bytes)
{
	return counters_usage() > before_bytes + RESIDUE_BYTES;
}

/* Pages of the host's files: of no memory file system. A box has none when it is new. */
static uint64_t file_bytes(const struct spawner *s)
{
	bool v2 = s->config.flags & SPAWNER_V2_MEMORY;
	uint64_t files, tmpfs;

	if (counter_file_read(SPAWNER_STAT, v2 ? COUNTER_KEY_V2_FILES : COUNTER_KEY_V1_FILES,
			      &files) < 0 ||
	    counter_file_read(SPAWNER_STAT, COUNTER_KEY_TMPFS, &tmpfs) < 0)
		return 0;
	return files > tmpfs ? files - tmpfs : 0;
}

bool counters_stay(const struct spawner *s, uint64_t before_bytes)
{
	const struct timespec pause = { .tv_nsec = NS_PER_MS };

	if (!counters_exceed(before_bytes))
		return false;
	if (file_bytes(s) > RESIDUE_BYTES)
		return true;
	for (int ms = 0; ms < SETTLE_MS; ms++) {
		if (counters_usage() <= before_bytes + LARGE_RESIDUE_BYTES)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

int64_t counters_without_spawner(int64_t used_ns, int64_t own_ns)
{
	return own_ns > SPUN_NS && used_ns > own_ns ? used_ns - own_ns : used_ns;
}

int counters_result(struct spawner *s, const struct counters *base, int64_t process_ns,
		    int64_t own_ns, struct box_reply *reply)
{
	int64_t cpu_ns = counters_cpu_ns(s);
	uint64_t kills, peak = 0;

	if (check_members(1) < 0 || cpu_ns < 0 || read_oom_kills(&kills) < 0)
		return -1;
	if (base->peak_bytes != UINT64_MAX && counter_file_read(SPAWNER_PEAK, NULL, &peak) < 0)
		return -1;
	reply->cpu_ns = counters_without_spawner(cpu_ns - base->cpu_ns, own_ns);
	if (peak > base->peak_bytes && peak > base->memory_bytes)
		reply->memory_bytes = peak - base->memory_bytes;
	else if (base->peak_bytes == 0)
		reply->memory_bytes = reply->max_rss_bytes < CHARGE_BYTES ? reply->max_rss_bytes :
				      CHARGE_BYTES;
	reply->oom_kills = (uint32_t)(kills - s->totals.oom_kills);
	s->totals.oom_kills = kills;
	if (has_v2_cpu(s))
		s->totals.cpu_ns = cpu_ns;
	if (process_ns - base->process_ns > 2 * reply->cpu_ns + UNCOUNTED_NS) {
		errno = ENODEV;
		return -1;
	}
	return 0;
}
