/*
 * box: the public face of the sandbox. It knows no languages, problems or verdicts: a box_spec
 * goes in, a box_result comes out.
 *
 * A slot has a set of boxes, one per class, which the launcher builds when first asked and builds
 * again, unasked, when one dies. The slot asks; a judge only uses, and receives the successor of a
 * box that died under it from its slot, so that the slot's own set is always the true one.
 *
 *	box_set_init(&set, link);			in the slot, once
 *	box_require(&set, class, err);			in the slot, before it forks a judge
 *	box_put(&set, class, PUT_FILES, names, fds, n, err);
 *	box_seal(&set, class, err);
 *	box_run(&set, class, &spec, &result, err);	as often as there are tests
 *	box_clean(&set, class, PUT_FILES, err);		before the next job
 *
 * Two runs at once, in boxes of different classes, and their user waits for both:
 *
 *	run[i] = box_start(&set, class[i], &spec[i], err);	for both; they go on by themselves
 *	while (!box_ended(run[0]) || !box_ended(run[1])) {
 *		box_polled(run[i], polled + i * BOX_POLLED);	for both
 *		poll(polled, 2 * BOX_POLLED, ...);
 *		box_take(run[i]);				for both
 *	}
 *	box_finish(run[i], &result[i], err);			for both, also without having waited
 *
 * Errors here are the host's fault, never the program's: what the program did is in the result.
 */
#ifndef SANDBOX_BOX_H
#define SANDBOX_BOX_H

#include "sandbox/class.h"
#include "sandbox/protocol.h"
#include "util/error.h"

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The descriptors that the launcher gives a slot. */
struct slot_link {
	unsigned number;	/* host-wide */
	int cpu;		/* pinned to; -1 if not */
	int jobs;		/* socket to the coordinator */
	int requests;		/* write: one byte, the class to build */
	int boxes;		/* read: boxes that were built */
	const char *layout;	/* of the control groups, for the receipt: "v1", "v2", "mixed" */
};

enum { BOX_LIMIT_FDS = 3 };

/* What a box has beyond the layers without which none is ever built. */
struct box_facts {
	uint32_t landlock_abi;	/* 0: the kernel has no Landlock */
	bool realtime;		/* the spawner comes before the programs: kills are precise */
	bool swap_limit;	/* false: this kernel does not account for swap */
	bool cpuset;		/* the group itself is confined to the slot's core */
};

struct box {
	struct box_facts facts;
	int control;			/* -1: not built */
	int limit[BOX_LIMIT_FDS];	/* memory, memory and swap, processes */
	uint64_t memory_bytes;		/* as last set; 0: unknown */
	uint64_t put_bytes[2];		/* laid out, by enum put_place */
	uint32_t processes;
	bool stale;			/* see struct box_result */
	struct box_totals totals;	/* as of its last answer */
	struct box_totals lost;		/* what its predecessor counted after its last answer */
};

struct box_set {
	const struct slot_link *link;
	struct box box[CLASS_MAX];
};

struct box_limits {
	int64_t cpu_ns;		/* the sum over all processes; killed when past it */
	int64_t wall_ns;	/* killed when it is over and the program is idle */
	int64_t starved_ns;	/* killed when it is over, idle or not; at least wall_ns */
	uint64_t memory_bytes;	/* also the limit of the stack */
	uint32_t processes;	/* processes and threads at once */
	uint64_t output_bytes;	/* of standard output; killed when past it */
	uint64_t file_bytes;	/* of any one file */
};

struct box_spec {
	const char *const *argv, *const *envp;	/* NULL-terminated; argv[0] is searched in PATH */
	int executable;		/* descriptor of a static program, or -1: argv[0] */
	int input;		/* standard input, or -1: empty */
	int output_fd;		/* if not 0: standard output, which is then neither read nor counted */
	int extra[4];		/* descriptors 3.. of the program (validators only) */
	size_t extra_count;
	struct box_limits limits;
	bool keep_work;		/* leave /work as it is afterwards */
	bool merge_error;	/* standard error goes where standard output goes */
	/* Called with each piece of standard output as it comes; may be NULL. */
	void (*output)(void *context, const char *data, size_t size);
	void *context;
	char *error_text;	/* the first bytes of standard error go here; may be NULL */
	size_t error_capacity;
};

/* How a run was ended by us; in the order in which DESIGN §4 looks at the causes. */
enum box_stop {
	BOX_ENDED,		/* by itself */
	BOX_STOPPED_CPU,
	BOX_STOPPED_IDLE,
	BOX_STOPPED_STARVED,
	BOX_STOPPED_OUTPUT,
	BOX_STOPPED_DENIED,
	BOX_STOPPED_KILLED,	/* by box_kill() */
};

struct box_result {
	int exit_code;		/* if signal is 0 */
	int signal;
	enum box_stop stopped_by;
	char denied[96];	/* "socket(2, 1, 0)" if stopped_by is BOX_STOPPED_DENIED */
	int exec_errnum;	/* the program could not be started at all */
	int64_t cpu_ns, wall_ns;
	int64_t ended_ns;	/* CLOCK_MONOTONIC: when the spawner saw the end */
	uint64_t memory_bytes;	/* peak of the run; */
	bool memory_estimated;	/* ... it is the largest process's resident size instead */
	bool oom;		/* the kernel killed in the run's group for memory */
	bool renewed;		/* and the spawner as well: this is a new box, with nothing laid out */
	/*
	 * The box is charged for more than before the run, and the kernel does not take it off again.
	 * Those are pages of the host's files, a language's runtime, that nobody had read before. At
	 * its limit a later program would not be killed at once: the kernel would take these pages
	 * from it over and over, and it would read them from the disk, for seconds of its CPU time.
	 * The next box_clean() with PUT_FILES changes such a box for another, and the pages stay in
	 * memory, charged to nobody whose limit matters.
	 */
	bool stale;
	uint64_t output_bytes, error_bytes;
	size_t error_kept;	/* of spec.error_text */
};

void box_set_init(struct box_set *set, const struct slot_link *link);

/* In the slot: have a box of the class, asking the launcher if there is none. */
int box_require(struct box_set *set, unsigned class, struct error *err);

/*
 * In the slot: take in one box that the launcher built again after it died, and hand a copy to the
 * judge at the other end of forward (-1: there is none). Blocks unless link->boxes is readable.
 */
int box_set_take(struct box_set *set, int forward, struct error *err);

/*
 * In the slot, after a judge died: its boxes may be in the middle of a run or an answer, which
 * must not be taken for those of the next. All are given up; the launcher builds others.
 */
void box_set_reset(struct box_set *set);

/*
 * In a judge, after a box died or stopped answering: let it go and take its successor. Adds to
 * *err, which says what happened, if there is none; returns 0 if the box can be used again.
 */
int box_renew(struct box_set *set, unsigned class, struct error *err);

/*
 * Copies count files into /work or /files under the given relative names; "name/" makes a
 * directory that the program may write to (its descriptor is ignored but must be valid).
 */
int box_put(struct box_set *set, unsigned class, enum put_place place, const char *const *names,
	    const int *fds, size_t count, struct error *err);

int box_seal(struct box_set *set, unsigned class, struct error *err);

/* Empties /work, and with PUT_FILES /files as well; a stale box is exchanged then. */
int box_clean(struct box_set *set, unsigned class, enum put_place place, struct error *err);

/* A descriptor of /work as the last run with keep_work left it. The caller closes it. */
int box_work(struct box_set *set, unsigned class, struct error *err);

/* Removes a file that a run with keep_work may have left in a directory below /work. */
int box_remove(struct box_set *set, unsigned class, const char *name, struct error *err);

/* What encloses the programs of a box, for the receipt: words between spaces. Returns text. */
const char *box_layers(const struct box_set *set, unsigned class, char *text, size_t size);

int box_run(struct box_set *set, unsigned class, const struct box_spec *spec,
	    struct box_result *ret_result, struct error *err);

/*
 * A run that goes on while its user does something else. set and spec must outlive it. The user's
 * own copies of descriptors in spec are not needed any more once it is started.
 */
struct box_running;

enum { BOX_POLLED = 3 };

/* What a look at the program has shown; cpu_ns is what it had used by then. */
struct box_sight {
	enum { BOX_UNSEEN, BOX_IDLE, BOX_BUSY } state;
	int64_t cpu_ns;
};

/* NULL is an error. */
struct box_running *box_start(struct box_set *set, unsigned class, const struct box_spec *spec,
			      struct error *err);

/* What to poll for: box_take() has nothing to do before any of it is ready. */
void box_polled(const struct box_running *run, struct pollfd polled[BOX_POLLED]);

/* Takes in what has come, without waiting: output, a look's answer, the end. */
void box_take(struct box_running *run);

/* Nothing of the program is left. */
bool box_ended(const struct box_running *run);

/* Each comes too late without harm. The second: its wall limit is over now. */
void box_kill(struct box_running *run);
void box_expire(struct box_running *run);

/*
 * Asks for a look; box_sight() has it, and forgets it, once box_take() has taken the answer. There
 * may never be any if the program ends meanwhile.
 */
void box_look(struct box_running *run);
struct box_sight box_sight(struct box_running *run);

/* Ends the run if it has not ended, and frees it, errors or not. */
int box_finish(struct box_running *run, struct box_result *ret_result, struct error *err);

#endif
