/*
 * bench_compare: what comparing 100 MB with the default checker costs, against cmp.
 *
 *	bench_compare DIRECTORY ROUNDS [MEGABYTES]
 *	bench_compare check ...			is "assize check ..."
 *
 * In each round, in random order: cmp of two equal files, as a process, which is the yardstick for
 * all; then per variant the checker as a process of its own, and in this process, reading pieces
 * from the file while the answer is mapped. All files stay in the page cache.
 */
#include "checker/checker.h"
#include "cmd/command.h"
#include "util/cleanup.h"
#include "util/clock.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIECE_BYTES = 65536, ROUNDS_MAX = 1000, EXIT_ACCEPT = 42 };

struct variant {
	const char *name, *answer, *output;
	const char *args;	/* packed */
	double target;		/* times cmp, as a process */
};

static const struct variant variants[] = {
	{ "equal", "integers.ans", "equal.out", "", 0.8 },
	{ "spaces", "integers.ans", "spaces.out", "", 3.0 },
	{ "floats", "floats.ans", "floats.out", "float_tolerance\0" "1e-6\0", 15.0 },
};

enum { VARIANTS = ARRAY_SIZE(variants), SERIES = 1 + 2 * VARIANTS };

struct series {
	double ms[ROUNDS_MAX];
	unsigned count;
};

static _Noreturn void fail(const char *what)
{
	perror(what);
	exit(3);
}

/* ---- The files ---------------------------------------------------------------------------- */

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static FILE *create(const char *name)
{
	FILE *file = fopen(name, "w");

	if (!file)
		fail(name);
	return file;
}

static void finish(FILE *file)
{
	if (fclose(file) != 0)
		fail("writing");
}

/* Ten integers a line; in spaces.out not one separator is the same. */
static void make_integers(size_t bytes)
{
	FILE *answer = create("integers.ans"), *equal = create("equal.out"),
	     *spaces = create("spaces.out");
	uint64_t random = 88172645463325252u;

	for (size_t written = 0, i = 1; written < bytes; i++) {
		unsigned number = (unsigned)(next_random(&random) % 1000000000) >>
				  next_random(&random) % 16;
		int length = fprintf(answer, "%u%s", number, i % 10 ? " " : "\n");

		fprintf(equal, "%u%s", number, i % 10 ? " " : "\n");
		fprintf(spaces, "%u%s", number, i % 10 ? "  " : " \r\n");
		written += (size_t)length;
	}
	finish(answer);
	finish(equal);
	finish(spaces);
}

/* One number a line; in floats.out each has another last digit. */
static void make_floats(size_t bytes)
{
	FILE *answer = create("floats.ans"), *output = create("floats.out");
	uint64_t random = 362436069362436069u;

	for (size_t written = 0; written < bytes;) {
		unsigned whole = (unsigned)(next_random(&random) % 100000);
		unsigned fraction = (unsigned)(next_random(&random) % 100000000);
		unsigned last = (unsigned)(next_random(&random) % 9);

		written += (size_t)fprintf(answer, "%u.%08u%u\n", whole, fraction, last);
		fprintf(output, "%u.%08u%u\n", whole, fraction, last + 1);
	}
	finish(answer);
	finish(output);
}

/* ---- The runs ----------------------------------------------------------------------------- */

static double process_ms(const char *const *argv, const char *input, int expected)
{
	int64_t begin = clock_ns();
	pid_t pid = fork();
	int status, fd;

	if (pid == 0) {
		fd = open(input, O_RDONLY);
		if (fd < 0 || dup2(fd, STDIN_FILENO) < 0)
			fail(input);
		execvp(argv[0], (char *const *)argv);
		fail(argv[0]);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		fail(argv[0]);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != expected) {
		fprintf(stderr, "%s %s: wait status %x\n", argv[0], argv[1], (unsigned)status);
		exit(3);
	}
	return (double)(clock_ns() - begin) / 1e6;
}

static double cmp_ms(void)
{
	const char *const argv[] = { "cmp", "equal.out", "integers.ans", NULL };

	return process_ms(argv, "/dev/null", 0);
}

static double check_process_ms(const struct variant *variant)
{
	const char *argv[16] = { "/proc/self/exe", "check", "default", "/dev/null",
				 variant->answer, "." };
	size_t count = 6;

	for (const char *arg = variant->args; *arg; arg += strlen(arg) + 1)
		argv[count++] = arg;
	return process_ms(argv, variant->output, EXIT_ACCEPT);
}

static double check_here_ms(const struct variant *variant)
{
	autoclose int output = open(variant->output, O_RDONLY | O_CLOEXEC);
	autoclose int answer = open(variant->answer, O_RDONLY | O_CLOEXEC);
	static char piece[PIECE_BYTES];
	struct comparison *comparison;
	struct comparison_result result;
	struct error err;
	struct stat st;
	int64_t begin = clock_ns();
	void *mapping;
	ssize_t n;

	if (output < 0 || answer < 0 || fstat(answer, &st) < 0)
		fail(variant->name);
	mapping = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, answer, 0);
	if (mapping == MAP_FAILED)
		fail(variant->answer);
	if (checker_find("default")->open(variant->args, mapping, (size_t)st.st_size, &comparison,
					  &err) < 0) {
		error_print(&err);
		exit(3);
	}
	while ((n = read(output, piece, sizeof piece)) > 0)
		if (!comparison_feed(comparison, piece, (size_t)n))
			break;
	comparison_finish(comparison, &result);
	comparison_close(comparison);
	munmap(mapping, (size_t)st.st_size);
	if (!result.accepted) {
		fprintf(stderr, "%s: %s\n", variant->name, result.reason);
		exit(3);
	}
	return (double)(clock_ns() - begin) / 1e6;
}

/* Series 0 is cmp, then come the processes, then the runs in this process. */
static double run_ms(size_t which)
{
	if (which == 0)
		return cmp_ms();
	if (which <= VARIANTS)
		return check_process_ms(&variants[which - 1]);
	return check_here_ms(&variants[which - 1 - VARIANTS]);
}

static void measure(struct series *series, unsigned rounds)
{
	uint64_t random = 521288629521288629u;

	for (unsigned round = 0; round < rounds + 1; round++) {
		size_t order[SERIES];

		for (size_t i = 0; i < SERIES; i++) {
			size_t other = next_random(&random) % (i + 1);

			order[i] = order[other];
			order[other] = i;
		}
		for (size_t i = 0; i < SERIES; i++) {
			double ms = run_ms(order[i]);

			if (round > 0)	/* the first fills the caches */
				series[order[i]].ms[series[order[i]].count++] = ms;
		}
	}
}

/* ---- The figures -------------------------------------------------------------------------- */

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(struct series *series)
{
	qsort(series->ms, series->count, sizeof *series->ms, compare_doubles);
	return series->ms[series->count / 2];
}

static int report(struct series *series)
{
	double medians[SERIES];
	int status = 0;

	for (size_t i = 0; i < SERIES; i++)
		medians[i] = median(&series[i]);
	printf("%-10s %14s %14s %10s %10s\n", "median", "process ms", "in-process ms", "x cmp",
	       "x cmp");
	printf("%-10s %14.1f %14s %10.2f\n", "cmp", medians[0], "", 1.0);
	for (size_t i = 0; i < VARIANTS; i++)
		printf("%-10s %14.1f %14.1f %10.2f %10.2f\n", variants[i].name, medians[1 + i],
		       medians[1 + VARIANTS + i], medians[1 + i] / medians[0],
		       medians[1 + VARIANTS + i] / medians[0]);
	for (size_t i = 0; i < VARIANTS; i++) {
		double ratio = medians[1 + i] / medians[0];
		bool ok = ratio <= variants[i].target;

		printf("compare/%s ratio %.3f target %.3f %s\n", variants[i].name, ratio,
		       variants[i].target, ok ? "ok" : "short");
		status |= !ok;
	}
	return status;
}

int main(int argc, char **argv)
{
	static struct series series[SERIES];
	static const struct invocation none = { .control = -1 };
	unsigned rounds;
	size_t bytes;

	if (argc > 1 && strcmp(argv[1], "check") == 0)
		return cmd_check(&none, argc - 1, argv + 1);
	rounds = argc > 2 ? (unsigned)atoi(argv[2]) : 0;
	bytes = (size_t)(argc > 3 ? atoi(argv[3]) : 100) * 1000000;
	if (rounds == 0 || rounds > ROUNDS_MAX) {
		fprintf(stderr, "usage: bench_compare DIRECTORY ROUNDS [MEGABYTES]\n");
		return 2;
	}
	if (chdir(argv[1]) < 0)
		fail(argv[1]);
	make_integers(bytes);
	make_floats(bytes);
	measure(series, rounds);
	return report(series);
}
