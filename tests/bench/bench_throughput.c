/*
 * bench_throughput: how many runs a second one slot and two slots do, against one and two bare
 * loops of fork, exec and wait on the same cores.
 *
 *	bench_throughput FORKER DIRECTORY PHASES PHASE_MS
 *
 * Each phase is one of: a bare loop on either core, on both, a slot on either core, on both. All
 * take place PHASES times, in random order. The gain of two is their throughput over the mean of
 * the two that ran alone.
 */
#include "common/servant.h"
#include "common/series.h"
#include "util/clock.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

enum { CORES = 2, PHASE_KINDS = 6 };

#define GAIN_TARGET 0.95

struct bench {
	const char *directory;
	unsigned phases;
	int64_t phase_ns;
	struct servants servants;
	struct series series[PHASE_KINDS];	/* runs a second: bare on 0, 1, both; slot likewise */
};

/* Runs a second of the servants in the set bits of cores. */
static double measure(const struct bench *b, const int *servants, unsigned cores, int fd)
{
	struct order order = { .program = 0, .loop_ns = b->phase_ns, .limits = servant_limits };
	double rate = 0;

	for (unsigned i = 0; i < CORES; i++)
		if (cores & 1u << i)
			servant_send(servants[i], &order, fd);
	for (unsigned i = 0; i < CORES; i++) {
		struct answer answer;

		if (!(cores & 1u << i))
			continue;
		servant_await(servants[i], &answer);
		rate += (double)answer.runs / ((double)answer.ns / 1e9);
	}
	return rate;
}

static double gain(struct series *series)
{
	return series_quantile(&series[2], 0.5) * 2 /
	       (series_quantile(&series[0], 0.5) + series_quantile(&series[1], 0.5));
}

static bool report(struct bench *b)
{
	static const char *const names[] = { "fork+exec", "assize" };
	double gains[2];

	printf("%-12s %14s %14s %14s %8s\n", "runs/s", "first core", "second core", "both", "gain");
	for (size_t i = 0; i < 2; i++) {
		struct series *s = &b->series[3 * i];

		gains[i] = gain(s);
		printf("%-12s %14.0f %14.0f %14.0f %8.3f\n", names[i], series_quantile(&s[0], 0.5),
		       series_quantile(&s[1], 0.5), series_quantile(&s[2], 0.5), gains[i]);
	}
	printf("\n");
	return figure_at_least("box/two-slots", "gain", gains[1] / gains[0], GAIN_TARGET);
}

static int front(int control, void *argument)
{
	struct bench *b = argument;
	char path[PATH_MAX];
	const struct bench_program program = { "static-c", "native", path, false };
	uint64_t random = 88172645463325252u;
	size_t order[PHASE_KINDS];

	snprintf(path, sizeof path, "%s/kilobyte-c", b->directory);
	servants_start(control, CORES, &program, 1, &b->servants);
	for (unsigned phase = 0; phase < b->phases; phase++) {
		shuffle(order, PHASE_KINDS, &random);
		for (size_t i = 0; i < PHASE_KINDS; i++) {
			bool box = order[i] >= 3;

			series_add(&b->series[order[i]],
				   measure(b, box ? b->servants.slot : b->servants.forker,
					   (unsigned)order[i] % 3 + 1,
					   box ? -1 : b->servants.executable[0]));
		}
	}
	return report(b) ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct bench *b = calloc(1, sizeof *b);

	if (!b || argc != 5) {
		fprintf(stderr, "usage: bench_throughput FORKER DIRECTORY PHASES PHASE_MS\n");
		return 2;
	}
	b->directory = argv[2];
	b->phases = (unsigned)strtoul(argv[3], NULL, 10);
	b->phase_ns = strtol(argv[4], NULL, 10) * NS_PER_MS;
	return servants_run(front, b, argv[1], CORES, &b->servants);
}
