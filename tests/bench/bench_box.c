/*
 * bench_box: what a run in a box costs, against fork, exec and wait of the same program, and
 * against what a judge would start that puts bubblewrap or firejail before it.
 *
 *	bench_box FORKER DIRECTORY ROUNDS [SPACING_MS]
 *
 * In each round a program is started in every way, in random order, on one core: slot, box, forker
 * and all that it starts. bubblewrap and firejail take tens of times as long and keep the
 * kernel busy after their end, so that they take part in every fifth round only. With SPACING_MS
 * there is a pause of that length before each run, in which the kernel's and the processor's
 * caches and grace periods go their ways.
 */
#include "common/servant.h"
#include "common/series.h"
#include "util/cleanup.h"
#include "util/clock.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum way { BARE, BOX, BUBBLEWRAP, FIREJAIL, WAYS };
enum { OTHERS_EVERY = 5, WARM_ROUNDS = 5, OUTPUT_BYTES = 1024 };

static const char *const way_names[WAYS] = { "fork+exec", "assize", "bubblewrap", "firejail" };

static const struct {
	const char *name, *class, *file;
	bool script;
	double target;		/* ratio to fork+exec back to back; 0: none is set */
} programs[] = {
	{ "static-c", "native", "kilobyte-c", false, 1.05 },
	{ "static-cpp", "native", "kilobyte-cpp", false, 1.05 },
	{ "dynamic-cpp", "native-dynamic", "kilobyte-cpp-dynamic", false, 1.10 },
	{ "python", "python", "kilobyte.py", true, 0 },
};

enum { PROGRAMS = ARRAY_SIZE(programs) };

#define P95_TARGET 1.5
#define SPACED_TARGET 1.3

struct bench {
	const char *directory;
	unsigned rounds;
	int spacing_ms;
	char paths[PROGRAMS][PATH_MAX];
	struct servants servants;
	struct series series[PROGRAMS][WAYS];
};

static const char *const python[] = { "/usr/bin/python3", "-I", "-S" };

/* The whole command that a judge would start per run; the program's own words come after it. */
static const char *const bubblewrap[] = {
	"/usr/bin/bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
	"--proc", "/proc", "--dev", "/dev", "--tmpfs", "/work", "--chdir", "/work",
};
static const char *const bubblewrap_libraries[] = {
	"--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64",
	"/lib64", "--ro-bind", "/etc/ld.so.cache", "/etc/ld.so.cache",
};
static const char *const firejail[] = {
	"/usr/bin/firejail", "--quiet", "--noprofile", "--private", "--private-dev", "--net=none",
	"--caps.drop=all", "--nonewprivs", "--seccomp", "--",
};

struct words {
	const char *word[64];
	size_t count;
};

static void add(struct words *words, const char *const *more, size_t count)
{
	for (size_t i = 0; i < count && words->count + 1 < ARRAY_SIZE(words->word); i++)
		words->word[words->count++] = more[i];
}

static void make_order(const struct bench *b, size_t program, enum way way, struct order *order)
{
	const char *path = b->paths[program];
	const char *const bind[] = { "--ro-bind", path, "/program", "--" };
	struct words words = { .count = 0 };

	*order = (struct order){ .program = (uint32_t)program, .limits = servant_limits };
	if (way == BUBBLEWRAP) {
		add(&words, bubblewrap, ARRAY_SIZE(bubblewrap));
		if (strcmp(programs[program].class, "native"))
			add(&words, bubblewrap_libraries, ARRAY_SIZE(bubblewrap_libraries));
		add(&words, bind, ARRAY_SIZE(bind));
	}
	if (way == FIREJAIL)
		add(&words, firejail, ARRAY_SIZE(firejail));
	if (programs[program].script)
		add(&words, python, ARRAY_SIZE(python));
	else if (way == BARE)
		return;		/* the same sealed memory as in the box */
	add(&words, way == BUBBLEWRAP ? &bind[2] : &path, 1);
	order_arguments(order, words.word);
}

static void run(struct bench *b, size_t program, enum way way, bool counts)
{
	struct order order;
	struct answer answer;
	bool failed;

	make_order(b, program, way, &order);
	if (b->spacing_ms)
		nanosleep(&(struct timespec){ .tv_nsec = b->spacing_ms * NS_PER_MS }, NULL);
	if (way == BOX) {
		servant_ask(b->servants.slot[0], &order, -1, &answer);
		failed = answer.result.exit_code || answer.result.signal || answer.result.stopped_by;
	} else {
		servant_ask(b->servants.forker[0], &order,
			    order.argc ? -1 : b->servants.executable[program], &answer);
		failed = answer.wait_status != 0;
	}
	if (failed || answer.output_bytes != OUTPUT_BYTES) {
		fprintf(stderr, "%s by %s: status %x, signal %d, %llu bytes\n", programs[program].name,
			way_names[way], (unsigned)answer.wait_status, answer.result.signal,
			(unsigned long long)answer.output_bytes);
		exit(3);
	}
	if (counts)
		series_add(&b->series[program][way], (double)answer.ns / 1e3);
}

/* One program after the other: a judge runs a submission's tests in a row. */
static void measure(struct bench *b, size_t program)
{
	uint64_t random = 88172645463325252u;
	size_t order[WAYS];

	for (unsigned round = 0; round < b->rounds + WARM_ROUNDS; round++) {
		bool warm = round >= WARM_ROUNDS;

		shuffle(order, WAYS, &random);
		for (size_t i = 0; i < WAYS; i++) {
			enum way way = (enum way)order[i];

			if (way <= BOX || (warm && (round - WARM_ROUNDS) % OTHERS_EVERY == 0))
				run(b, program, way, warm);
		}
	}
}

static void print_table(struct bench *b)
{
	if (b->spacing_ms)
		printf("One run per %d ms\n", b->spacing_ms);
	else
		printf("Back to back\n");
	printf("%-12s %-11s %6s %11s %11s %8s %8s\n", "program", "way", "runs", "median us",
	       "p95 us", "ratio", "of p95");
	for (size_t p = 0; p < PROGRAMS; p++)
		for (size_t w = 0; w < WAYS; w++) {
			struct series *s = &b->series[p][w], *bare = &b->series[p][BARE];

			printf("%-12s %-11s %6zu %11.1f %11.1f %8.3f %8.3f\n",
			       w ? "" : programs[p].name, way_names[w], s->count,
			       series_quantile(s, 0.5), series_quantile(s, 0.95),
			       series_quantile(s, 0.5) / series_quantile(bare, 0.5),
			       series_quantile(s, 0.95) / series_quantile(bare, 0.95));
		}
	printf("\n");
}

static double ratio(struct bench *b, size_t program, double q)
{
	return series_quantile(&b->series[program][BOX], q) /
	       series_quantile(&b->series[program][BARE], q);
}

static bool print_figures(struct bench *b)
{
	bool ok = true;
	char name[64];

	for (size_t p = 0; p < PROGRAMS; p++) {
		if (programs[p].target == 0.0)
			continue;
		snprintf(name, sizeof name, "box/%s%s", programs[p].name,
			 b->spacing_ms ? "/spaced" : "");
		ok &= figure_at_most(name, "ratio", ratio(b, p, 0.5),
				     b->spacing_ms ? SPACED_TARGET : programs[p].target);
		if (b->spacing_ms)
			continue;
		snprintf(name, sizeof name, "box/%s/p95", programs[p].name);
		ok &= figure_at_most(name, "ratio", ratio(b, p, 0.95), P95_TARGET);
	}
	return ok;
}

static int front(int control, void *argument)
{
	struct bench *b = argument;
	struct bench_program wanted[PROGRAMS];

	for (size_t i = 0; i < PROGRAMS; i++) {
		snprintf(b->paths[i], sizeof b->paths[i], "%s/%s", b->directory, programs[i].file);
		wanted[i] = (struct bench_program){ programs[i].name, programs[i].class, b->paths[i],
						    programs[i].script };
	}
	servants_start(control, 1, wanted, PROGRAMS, &b->servants);
	for (size_t i = 0; i < PROGRAMS; i++)
		measure(b, i);
	print_table(b);
	return print_figures(b) ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct bench *b = calloc(1, sizeof *b);

	if (!b || argc < 4) {
		fprintf(stderr, "usage: bench_box FORKER DIRECTORY ROUNDS [SPACING_MS]\n");
		return 2;
	}
	b->directory = argv[2];
	b->rounds = (unsigned)strtoul(argv[3], NULL, 10);
	b->spacing_ms = argc > 4 ? (int)strtol(argv[4], NULL, 10) : 0;
	return servants_run(front, b, argv[1], 1, &b->servants);
}
