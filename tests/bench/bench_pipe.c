/*
 * bench_pipe FORKER DIRECTORY ROUNDS: what it costs to compare the output of a program that runs in
 * a box, as it comes through the judge's pipe, against "cat FILE | cmp - ANSWER".
 *
 * The program is DIRECTORY/copy, its input and the answer DIRECTORY/integers.ans. Slot, box and
 * judge share one core; the yardstick may use all.
 */
#include "common/servant.h"
#include "common/series.h"
#include "util/cleanup.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum way { YARDSTICK, DEFAULT, WCMP, WAYS };

static const char *const way_names[WAYS] = { "cat | cmp", "default", "wcmp" };

#define TARGET 1.2

struct bench {
	const char *directory;
	unsigned rounds;
	int file;
	struct servants servants;
	struct series series[WAYS];
};

static void run(struct bench *b, enum way way, bool counts)
{
	struct order order = { .limits = servant_limits };
	struct answer answer;
	char script[2 * PATH_MAX + 32];
	bool failed;

	order.limits.output_bytes = 4ull << 30;
	if (way == YARDSTICK) {
		const char *const words[] = { "/usr/bin/taskset", "-c", "0-1023", "/bin/sh", "-c",
					      script, NULL };

		snprintf(script, sizeof script, "cat %s/equal.out | cmp - %s/integers.ans",
			 b->directory, b->directory);
		order_arguments(&order, words);
		servant_ask(b->servants.forker[0], &order, -1, &answer);
		failed = answer.wait_status != 0;
	} else {
		snprintf(order.checker, sizeof order.checker, "%s", way_names[way]);
		servant_ask(b->servants.slot[0], &order, b->file, &answer);
		failed = answer.result.exit_code || answer.result.signal || answer.result.stopped_by;
	}
	if (failed) {
		fprintf(stderr, "%s: status %x, exit code %d, signal %d\n", way_names[way],
			(unsigned)answer.wait_status, answer.result.exit_code, answer.result.signal);
		exit(3);
	}
	if (counts)
		series_add(&b->series[way], (double)answer.ns / 1e6);
}

static int front(int control, void *argument)
{
	struct bench *b = argument;
	char path[PATH_MAX], name[32];
	struct bench_program program = { "copy", "native", path, false };
	uint64_t random = 88172645463325252u;
	double yardstick;
	bool ok = true;

	snprintf(path, sizeof path, "%s/copy", b->directory);
	servants_start(control, 1, &program, 1, &b->servants);
	for (unsigned round = 0; round <= b->rounds; round++) {
		size_t order[WAYS];

		shuffle(order, WAYS, &random);
		for (size_t i = 0; i < WAYS; i++)
			run(b, (enum way)order[i], round > 0);
	}
	yardstick = series_quantile(&b->series[YARDSTICK], 0.5);
	printf("%-12s %10s %14s\n", "by the pipe", "median ms", "x cat | cmp");
	for (size_t i = 0; i < WAYS; i++)
		printf("%-12s %10.1f %14.2f\n", way_names[i], series_quantile(&b->series[i], 0.5),
		       series_quantile(&b->series[i], 0.5) / yardstick);
	for (size_t i = DEFAULT; i < WAYS; i++) {
		snprintf(name, sizeof name, "compare/pipe/%s", way_names[i]);
		ok &= figure_at_most(name, "ratio", series_quantile(&b->series[i], 0.5) / yardstick,
				     TARGET);
	}
	return !ok;
}

int main(int argc, char **argv)
{
	static struct bench b;
	char path[PATH_MAX];

	if (argc != 4 || atoi(argv[3]) <= 0) {
		fprintf(stderr, "usage: bench_pipe FORKER DIRECTORY ROUNDS\n");
		return 2;
	}
	b.directory = argv[2];
	b.rounds = (unsigned)atoi(argv[3]);
	snprintf(path, sizeof path, "%s/integers.ans", b.directory);
	b.file = open(path, O_RDONLY | O_CLOEXEC);
	if (b.file < 0) {
		perror(path);
		return 3;
	}
	return servants_run(front, &b, argv[1], 1, &b.servants);
}
