/*
 * spawner: PID 1 of a box. A static program without libseccomp, started once per slot and class;
 * each program it runs is a child born in its cgroups, under its filter, in its namespaces.
 *
 * It is single-threaded and has one run at a time. What it keeps between runs is this struct,
 * which lives in main().
 */
#ifndef SANDBOX_SPAWNER_H
#define SANDBOX_SPAWNER_H

#include "sandbox/protocol.h"

#include <stdbool.h>
#include <stddef.h>

#define WORK_PATH "/work"
#define FILES_PATH "/files"

struct spawner {
	struct spawner_config config;
	int work;		/* O_PATH descriptor of /work */
	int listener;		/* where denied system calls are announced */
	int landlock_abi;	/* 0: this kernel has none */
	int landlock;		/* ruleset that programs enter on their way to exec, or -1 */
	int cpus;		/* how many may run the programs at once */
	struct {		/* /work as it was when fresh */
		uint64_t free_inodes, free_blocks;
		int64_t changed_ns;
	} fresh;
	struct box_totals totals;	/* counters that are not reset, at the end of the last run */
	/* What the group was charged for before anything was done, and with the job's /files. */
	uint64_t fresh_bytes, laid_out_bytes;
};

/*
 * counters.c: the kept descriptors of the cgroup's counters. Safe between vfork and exec. Someone
 * may move us out of the group and remove it: every function but counters_cpu_ns() then fails with
 * ENODEV.
 */
struct counters {
	int64_t cpu_ns;
	int64_t process_ns;		/* the clock of the process itself */
	uint64_t memory_bytes;
	uint64_t peak_bytes;		/* 0: the peak was reset; UINT64_MAX: there is none */
};

/*
 * In the program's process: set the counters to zero where the kernel can; *ret_base is what they
 * show at zero. Fails if the group does not count this process.
 */
int counters_reset(const struct spawner *s, struct counters *ret_base);

/* What the group has used so far; -1 if that cannot be told. */
int64_t counters_cpu_ns(const struct spawner *s);

/*
 * What of used_ns, of the group, is the run's, when the spawner's own clock has gone on by own_ns.
 * Mostly that is next to nothing, and not worth the doubt whether the group has counted it yet.
 * But on a crowded host a spawner of a real-time class was seen to use, at once, all that the
 * kernel grants such a process in a second: 0.95 s of system time. Why is not known; perhaps it
 * spins, in removing a process from /proc, for a reader there whom it keeps off the processor.
 */
int64_t counters_without_spawner(int64_t used_ns, int64_t own_ns);

/*
 * What the run used, once nothing of it is left; reply->max_rss_bytes is known. process_ns is the
 * CPU time of what was waited for: a group that shows much less did not count it. own_ns is the
 * spawner's, since the run began.
 */
int counters_result(struct spawner *s, const struct counters *base, int64_t process_ns,
		    int64_t own_ns, struct box_reply *reply);

/* What the group is charged for now, in bytes; 0 if that cannot be told. */
uint64_t counters_usage(void);

/*
 * More than a run may leave behind is charged to the group above what it was before; and, it stays:
 * pages of the host's files do, page tables go a little later than the process.
 */
bool counters_exceed(uint64_t before_bytes);
bool counters_stay(const struct spawner *s, uint64_t before_bytes);

/* directory.c: /work and /files. Each returns 0, or -1 with errno. */
int directory_mount(struct spawner *s);
int directory_clean(struct spawner *s, enum put_place place);
int directory_seal(void);
int directory_put(const struct box_request *request, const int *fds, size_t count);
/* Of the files in strings those that there are, beneath /work. */
int directory_remove(const struct box_request *request);
/* Replaces /work if a run touched it. */
int directory_prove_clean(struct spawner *s);

/*
 * runnable.c: is any thread of any process in the box in one of these states, as proc(5) calls
 * them? Looks through /proc: only for the moment when a wall limit is over, or when asked.
 */
bool any_in_state(const char *states);

#define WANTS_PROCESSOR "R"
#define WANTS_ANYTHING "RD"	/* a processor, or a disk on its way to one */

/*
 * Is there a thread that wants to run (perhaps), and that for most of the time in which it did not
 * run was not let (certainly)? Its state alone is the program's to choose, for the moment of a look;
 * to keep each other waiting costs the threads of a program CPU time. Of one that has just begun, or
 * has waited for others of the program, no more is known.
 */
enum starvation { STARVED_NOT, STARVED_PERHAPS, STARVED_CERTAINLY };

enum starvation look_for_starved(void);

/* run.c: one program from vfork until nothing of it is left; fills reply. */
void run_program(struct spawner *s, const struct box_request *request, const int *fds,
		 size_t count, struct box_reply *reply);

#endif
