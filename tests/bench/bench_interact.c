/*
 * bench_interact: what a round trip between a submission and the validator that talks to it costs,
 * in their boxes and through the judge's pipes, against a bare ping-pong of the same program
 * through two pipes.
 *
 *	bench_interact PINGPONG SAMPLES
 *
 * All ways take turns, in random order, in one slot. The bare pair is on the slot's core as the boxes
 * are, which is where a ping-pong is fastest; it is measured on any core as well, for the record,
 * and so are conversations that pass through the judge, for their transcript.
 */
#include "common/series.h"
#include "pipeline/wires.h"
#include "sandbox/launcher.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/fd.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum kind { BARE, BARE_ANYWHERE, BOXES, TRANSCRIBED, WAYS };
enum { ROUNDS = 3000, WARM_SAMPLES = 2 };

#define TARGET 1.5

static const char *const kind_names[WAYS] = {
	"bare, one core", "bare, any core", "boxes", "with transcript",
};

struct bench {
	const char *path;
	unsigned samples;
};

/* What the slot needs besides a descriptor of the program; and what it says. */
struct order {
	unsigned samples;
};

struct figures {
	struct error err;
	double median[WAYS], p95[WAYS];
};

static const struct box_limits limits = {
	.cpu_ns = 60 * NS_PER_S, .wall_ns = 120 * NS_PER_S, .starved_ns = 240 * NS_PER_S,
	.memory_bytes = 64 << 20, .processes = 8, .output_bytes = 1 << 20, .file_bytes = 1 << 20,
};

static const char *const nothing[] = { NULL };
static const char *const pong[] = { "pingpong", "pong", NULL };

static int failed(const char *what, struct error *err)
{
	return error_set(err, ERROR_SYSTEM, 0, "%s failed", what);
}

/* ---- Bare --------------------------------------------------------------------------------- */

static pid_t start(int program, const char *const *argv, int input, int output, int error)
{
	pid_t pid = fork();

	if (pid == 0) {
		dup2(input, 0);
		dup2(output, 1);
		if (error >= 0)
			dup2(error, 2);
		fexecve(program, (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)nothing);
		_exit(127);
	}
	return pid;
}

/* Of a child that does what the slot is pinned for to no one core. */
static void leave_core(void)
{
	cpu_set_t all;

	memset(&all, 0xff, sizeof all);
	sched_setaffinity(0, sizeof all, &all);
}

static int measure_bare(int program, const char *const *ping, double *ret_ns, struct error *err)
{
	int forth[2], back[2], said[2], status[2];
	char text[32] = "";
	pid_t pids[2];

	if (pipe2(forth, O_CLOEXEC) < 0 || pipe2(back, O_CLOEXEC) < 0 || pipe2(said, O_CLOEXEC) < 0)
		return error_system(err, "pipes");
	pids[0] = start(program, pong, forth[0], back[1], -1);
	pids[1] = start(program, ping, back[0], forth[1], said[1]);
	for (int i = 0; i < 2; i++) {
		close(forth[i]);
		close(back[i]);
	}
	close(said[1]);
	fd_read_full(said[0], text, sizeof text - 1);
	close(said[0]);
	for (int i = 0; i < 2; i++)
		if (pids[i] < 0 || waitpid(pids[i], &status[i], 0) != pids[i])
			return failed("a bare pair", err);
	*ret_ns = strtod(text, NULL);
	return status[1] == 0 ? 0 : failed("a bare pair", err);
}

/* From a process of its own, as affinity is inherited and not given back. */
static int measure_anywhere(int program, const char *const *ping, double *ret_ns,
			    struct error *err)
{
	double ns = 0;
	int ends[2], status;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_system(err, "pipe");
	pid = fork();
	if (pid == 0) {
		leave_core();
		status = measure_bare(program, ping, &ns, err);
		_exit(status < 0 || fd_write_all(ends[1], &ns, sizeof ns) < 0);
	}
	close(ends[1]);
	fd_read_full(ends[0], &ns, sizeof ns);
	close(ends[0]);
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
		return failed("a bare pair", err);
	*ret_ns = ns;
	return 0;
}

/* ---- In boxes ----------------------------------------------------------------------------- */

static void attend(struct box_running *const *run, struct wires *wires)
{
	bool told = false;

	while (!box_ended(run[0]) || !box_ended(run[1])) {
		struct pollfd polled[2 * BOX_POLLED + WIRES_POLLED], *own = polled + 2 * (size_t)BOX_POLLED;

		for (size_t i = 0; i < 2; i++)
			box_polled(run[i], polled + i * (size_t)BOX_POLLED);
		wires_polled(wires, own);
		poll(polled, ARRAY_SIZE(polled), 1000);
		wires_move(wires);
		for (size_t i = 0; i < 2; i++)
			box_take(run[i]);
		if (box_ended(run[0]) && !told) {
			told = true;
			wires_let_go(wires);
			wires_program_ended(wires);
		}
	}
}

static int measure_boxes(struct box_set *boxes, int program, const char *const *ping,
			 struct transcript *transcript, double *ret_ns, struct error *err)
{
	struct wires wires;
	char text[32] = "";
	struct box_spec specs[2] = {
		{ .argv = ping, .error_text = text, .error_capacity = sizeof text - 1 },
		{ .argv = pong },
	};
	const unsigned classes[2] = { (unsigned)box_class_find("native"),
				      (unsigned)box_class_find("validator") };
	struct box_running *run[2] = { NULL };
	struct box_result result[2] = { { .exit_code = 0 } };
	int status = 0;

	if (wires_open(&wires, transcript, err) < 0)
		return -1;
	for (size_t i = 2; i-- > 0 && status == 0;) {
		specs[i].envp = nothing;
		specs[i].executable = program;
		specs[i].limits = limits;
		specs[i].input = i ? wires.forth.reader : wires.back.reader;
		specs[i].output_fd = i ? wires.back.writer : wires.forth.writer;
		run[i] = box_start(boxes, classes[i], &specs[i], err);
		status = run[i] ? 0 : -1;
	}
	wires_hand_over(&wires);
	if (status == 0)
		attend(run, &wires);
	for (size_t i = 0; i < 2; i++)
		if (run[i] && box_finish(run[i], &result[i], err) < 0)
			status = -1;
	wires_close(&wires);
	if (status == 0 && (result[0].exit_code || result[0].signal || result[1].exit_code != 42))
		return failed("a pair in boxes", err);
	*ret_ns = strtod(text, NULL);
	return status;
}

/* ---- The slot ----------------------------------------------------------------------------- */

static int measure(enum kind kind, struct box_set *boxes, int program, struct transcript *transcript,
		   double *ret_ns, struct error *err)
{
	char rounds[16];
	const char *const ping[] = { "pingpong", "ping", rounds, NULL };

	snprintf(rounds, sizeof rounds, "%d", ROUNDS);
	if (kind == BARE)
		return measure_bare(program, ping, ret_ns, err);
	if (kind == BARE_ANYWHERE)
		return measure_anywhere(program, ping, ret_ns, err);
	transcript_begin(transcript, 0);
	return measure_boxes(boxes, program, ping, kind == TRANSCRIBED ? transcript : NULL, ret_ns,
			     err);
}

static int measure_all(const struct slot_link *link, int program, unsigned samples,
		       struct series *series, struct error *err)
{
	autofree struct transcript *transcript = malloc(sizeof *transcript);
	struct box_set boxes;
	uint64_t random = 88172645463325252u;
	size_t order[WAYS];

	box_set_init(&boxes, link);
	if (!transcript ||
	    box_require(&boxes, (unsigned)box_class_find("native"), err) < 0 ||
	    box_require(&boxes, (unsigned)box_class_find("validator"), err) < 0)
		return -1;
	for (unsigned sample = 0; sample < samples + WARM_SAMPLES; sample++) {
		shuffle(order, WAYS, &random);
		for (size_t i = 0; i < WAYS; i++) {
			double ns;

			if (measure((enum kind)order[i], &boxes, program, transcript, &ns, err) < 0)
				return -1;
			if (sample >= WARM_SAMPLES)
				series_add(&series[order[i]], ns);
		}
	}
	return 0;
}

static void slot(const struct slot_link *link)
{
	struct series series[WAYS] = { { .count = 0 } };
	struct figures figures = { .err = { .kind = ERROR_NONE } };
	struct order order;
	size_t count;
	int program;

	if (fd_receive(link->jobs, &order, sizeof order, &program, 1, &count) != sizeof order ||
	    count != 1)
		return;
	measure_all(link, program, order.samples, series, &figures.err);
	for (size_t i = 0; i < WAYS; i++) {
		figures.median[i] = series_quantile(&series[i], 0.5);
		figures.p95[i] = series_quantile(&series[i], 0.95);
		series_free(&series[i]);
	}
	fd_send(link->jobs, &figures, sizeof figures, NULL, 0);
}

/* ---- The front ---------------------------------------------------------------------------- */

static int load(const char *path)
{
	autoclose int file = open(path, O_RDONLY | O_CLOEXEC);
	char *text = malloc(8 << 20);
	ssize_t size = file < 0 || !text ? -1 : fd_read_full(file, text, 8 << 20);
	int memory = size < 0 ? -1 : fd_sealed("pingpong", text, (size_t)size);

	free(text);
	return memory;
}

static int report(const struct figures *figures)
{
	printf("%-16s %10s %10s %8s\n", "round trip", "median us", "p95 us", "ratio");
	for (size_t i = 0; i < WAYS; i++)
		printf("%-16s %10.2f %10.2f %8.2f\n", kind_names[i], figures->median[i] / 1e3,
		       figures->p95[i] / 1e3, figures->median[i] / figures->median[BARE]);
	printf("\n");
	return figure_at_most("interact/round-trip", "ratio",
			      figures->median[BOXES] / figures->median[BARE], TARGET) ? 0 : 1;
}

static int front(int control, void *argument)
{
	const struct bench *b = argument;
	struct order order = { .samples = b->samples };
	struct figures figures;
	struct error err;
	int program = load(b->path), jobs;

	if (program < 0) {
		perror(b->path);
		return 3;
	}
	if (launcher_start_slots(control, 1, &jobs, NULL, &err) < 0) {
		error_print(&err);
		return 3;
	}
	if (fd_send(jobs, &order, sizeof order, &program, 1) < 0 ||
	    fd_receive(jobs, &figures, sizeof figures, NULL, 0, NULL) != sizeof figures) {
		fprintf(stderr, "bench_interact: the slot died\n");
		return 3;
	}
	if (figures.err.kind != ERROR_NONE) {
		error_print(&figures.err);
		return 3;
	}
	return report(&figures);
}

int main(int argc, char **argv)
{
	struct bench b;

	if (argc != 3) {
		fprintf(stderr, "usage: bench_interact PINGPONG SAMPLES\n");
		return 2;
	}
	b.path = argv[1];
	b.samples = (unsigned)strtoul(argv[2], NULL, 10);
	return launcher_run(front, &b, slot);
}
