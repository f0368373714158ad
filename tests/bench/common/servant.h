/*
 * servant: the processes that a benchmark measures in, one like the other. A slot runs programs in
 * its boxes; a forker, a small static process, does the bare fork, exec and wait. Each waits for an
 * order on its socket, takes the time by itself, and answers: what the two do is compared in the
 * same moment, on the same core, and the traffic between them and the front is in nobody's time.
 *
 *	main:	return servants_run(front, argument, path, 1, &servants);
 *	front:	servants_start(control, 1, programs, count, &servants);
 *		servant_ask(servants.slot[0], &order, &answer);
 *		servant_ask(servants.forker[0], &order, &answer);
 *
 * Whatever fails here ends the benchmark: it says why and exits with 3.
 */
#ifndef BENCH_SERVANT_H
#define BENCH_SERVANT_H

#include "sandbox/box.h"
#include "sandbox/launcher.h"

#include <stdint.h>

enum { PROGRAMS_MAX = 8, SERVANTS_MAX = 2, ORDER_STRINGS = 2048 };

struct bench_program {
	const char *name;
	const char *class;	/* of its box */
	const char *path;	/* the executable, or the script */
	bool script;		/* run by "python3 -I -S" */
};

struct order {
	uint32_t program;	/* index; for a slot. Or ORDER_HELLO, see servant_protocol.h */
	uint32_t argc;		/* for a forker: strings; 0: the descriptor that comes along */
	int64_t loop_ns;	/* again and again for so long; 0: once */
	uint32_t runs;		/* or so many times, if not 0 */
	struct box_limits limits;
	/*
	 * For a slot, if not "": the descriptor that comes along is standard input, and the answer
	 * with which this checker compares the output; it must be accepted.
	 */
	char checker[16];
	char strings[ORDER_STRINGS];
};

struct answer {
	uint32_t runs;
	int64_t ns;			/* the last run's, or of all if there were several */
	uint64_t output_bytes;		/* of the last run */
	int32_t wait_status;		/* of a forker's last run */
	struct box_result result;	/* of a slot's last run */
};

struct servants {
	unsigned count;
	int slot[SERVANTS_MAX], forker[SERVANTS_MAX];	/* sockets, -1: none; a pair is on one core */
	uint32_t number[SERVANTS_MAX];			/* of the slots, host-wide */
	int executable[PROGRAMS_MAX];			/* the programs, in memory */
};

/* What no run of a benchmark comes near. */
extern const struct box_limits servant_limits;

/*
 * For main: launcher_run() with this front. Beside it, and with the privileges of the caller, which
 * other sandboxes ask for and the front has not, count forkers, or none if path is NULL.
 */
int servants_run(launcher_front *front, void *argument, const char *path, unsigned count,
		 struct servants *servants);

/* In the front: so many slots with all boxes built, and the forkers on the slots' cores. */
void servants_start(int control, unsigned count, const struct bench_program *programs,
		    size_t program_count, struct servants *servants);

/* fd goes along with an order; -1: none. */
void servant_send(int servant, const struct order *order, int fd);
void servant_await(int servant, struct answer *ret_answer);
void servant_ask(int servant, const struct order *order, int fd, struct answer *ret_answer);

/* A launcher_slot. */
void servant_slot(const struct slot_link *link);

/* Packs NULL-terminated arguments into an order. */
void order_arguments(struct order *order, const char *const *argv);

#endif
