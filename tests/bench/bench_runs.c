/*
 * bench_runs DIRECTORY: one slot that runs programs when told to: for each number N on standard
 * input it makes N runs and prints "LAUNCHER SLOT", its process id and its number. tests/bench/leak
 * looks at the processes in between.
 *
 * One in ten runs leaves a file and a process behind for the box to deal with.
 */
#include "common/servant.h"
#include "util/cleanup.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BATCH = 10 };

struct bench {
	const char *directory;
	struct servants servants;
};

static void run(const struct servants *servants, uint32_t program, uint32_t runs)
{
	struct order order = { .program = program, .runs = runs, .limits = servant_limits };
	struct answer answer;

	if (runs == 0)
		return;
	servant_ask(servants->slot[0], &order, -1, &answer);
	if (answer.result.exit_code || answer.result.signal || answer.output_bytes != 1024) {
		fprintf(stderr, "program %u: exit code %d, signal %d, %llu bytes\n", program,
			answer.result.exit_code, answer.result.signal,
			(unsigned long long)answer.output_bytes);
		exit(3);
	}
}

static int front(int control, void *argument)
{
	struct bench *b = argument;
	static const char *const names[] = { "kilobyte-c", "litter" };
	char paths[ARRAY_SIZE(names)][PATH_MAX], line[32];
	struct bench_program programs[ARRAY_SIZE(names)];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(paths[i], sizeof paths[i], "%s/%s", b->directory, names[i]);
		programs[i] = (struct bench_program){ names[i], "native", paths[i], false };
	}
	servants_start(control, 1, programs, ARRAY_SIZE(names), &b->servants);
	while (fgets(line, sizeof line, stdin)) {
		unsigned left = (unsigned)strtoul(line, NULL, 10);

		for (; left >= BATCH; left -= BATCH) {
			run(&b->servants, 0, BATCH - 1);
			run(&b->servants, 1, 1);
		}
		run(&b->servants, 0, left);
		printf("%d %u\n", getppid(), b->servants.number[0]);
		fflush(stdout);
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct bench b;

	if (argc != 2) {
		fprintf(stderr, "usage: bench_runs DIRECTORY\n");
		return 2;
	}
	b.directory = argv[1];
	return servants_run(front, &b, NULL, 0, &b.servants);
}
