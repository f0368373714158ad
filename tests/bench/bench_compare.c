/*
 * bench_compare: what comparing 100 MB with the fast checkers costs, against cmp; and how much
 * memory 1 GB takes.
 *
 *	bench_compare DIRECTORY ROUNDS [MEGABYTES]
 *	bench_compare check ...			is "assize check ..."
 *
 * In each round, in random order: cmp of two equal files, as a process, which is the yardstick for
 * all; then per variant the checker as a process of its own, and in this process, reading pieces
 * from the file while the answer is mapped. All files stay in the page cache.
 *
 * Memory is the largest resident size of such a process, less the answer, which is mapped, and less
 * what the process has with next to no answer: the program and its libraries.
 */
#include "common/series.h"

#include "checker/checker.h"
#include "cmd/command.h"
#include "util/cleanup.h"
#include "util/clock.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIECE_BYTES = 65536, EXIT_ACCEPT = 42, LARGE_MEGABYTES = 1000 };

struct variant {
	const char *name, *checker, *answer, *output;
	const char *args;	/* packed */
	double target;		/* times cmp, as a process */
};

static const struct variant variants[] = {
	{ "equal", "default", "integers.ans", "equal.out", "", 0.8 },
	{ "wcmp", "wcmp", "integers.ans", "equal.out", "", 0.8 },
	{ "fcmp", "fcmp", "integers.ans", "equal.out", "", 0.8 },
	{ "exact", "exact", "integers.ans", "equal.out", "", 0.8 },
	{ "spaces", "default", "integers.ans", "spaces.out", "", 3.0 },
	{ "wcmp-spaces", "wcmp", "integers.ans", "spaces.out", "", 3.0 },
	{ "floats", "default", "floats.ans", "floats.out", "float_tolerance\0" "1e-6\0", 15.0 },
};

#define MEMORY_TARGET_MB 8.0

enum { VARIANTS = ARRAY_SIZE(variants), SERIES = 1 + 2 * VARIANTS };

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

/* For memory: one file is answer and output. */
static void make_large(const char *name, size_t megabytes)
{
	FILE *file = create(name);

	for (size_t i = 0; i < megabytes * 62500; i++)
		fprintf(file, "%07zu %07zu", i, i + 1), fputc(i % 5 ? ' ' : '\n', file);
	finish(file);
}

/* ---- The runs ----------------------------------------------------------------------------- */

static double process_ms(const char *const *argv, const char *input, int expected,
			 struct rusage *usage)
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
	if (pid < 0 || wait4(pid, &status, 0, usage) < 0)
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

	return process_ms(argv, "/dev/null", 0, NULL);
}

static double check_process_ms(const struct variant *variant)
{
	const char *argv[16] = { "/proc/self/exe", "check", variant->checker, "/dev/null",
				 variant->answer, "." };
	size_t count = 6;

	for (const char *arg = variant->args; *arg; arg += strlen(arg) + 1)
		argv[count++] = arg;
	return process_ms(argv, variant->output, EXIT_ACCEPT, NULL);
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
	if (checker_find(variant->checker)->open(variant->args, mapping, (size_t)st.st_size,
						 &comparison, &err) < 0) {
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
	size_t order[SERIES];

	for (unsigned round = 0; round < rounds + 1; round++) {
		shuffle(order, SERIES, &random);
		for (size_t i = 0; i < SERIES; i++) {
			double ms = run_ms(order[i]);

			if (round > 0)	/* the first fills the caches */
				series_add(&series[order[i]], ms);
		}
	}
}

/* Of "assize check" with name as answer and output, without the answer. */
static double memory_mb(const char *checker, const char *name)
{
	const char *const argv[] = { "/proc/self/exe", "check", checker, "/dev/null", name, ".",
				     NULL };
	struct rusage usage;
	struct stat st;

	if (stat(name, &st) < 0)
		fail(name);
	process_ms(argv, name, EXIT_ACCEPT, &usage);
	return ((double)usage.ru_maxrss * 1024 - (double)st.st_size) / 1e6;
}

/* ---- The figures -------------------------------------------------------------------------- */

static bool report(struct series *series)
{
	double medians[SERIES];
	bool ok = true;
	char name[64];

	for (size_t i = 0; i < SERIES; i++)
		medians[i] = series_quantile(&series[i], 0.5);
	printf("%-12s %14s %14s %10s %10s\n", "median", "process ms", "in-process ms", "x cmp",
	       "x cmp");
	printf("%-12s %14.1f %14s %10.2f\n", "cmp", medians[0], "", 1.0);
	for (size_t i = 0; i < VARIANTS; i++)
		printf("%-12s %14.1f %14.1f %10.2f %10.2f\n", variants[i].name, medians[1 + i],
		       medians[1 + VARIANTS + i], medians[1 + i] / medians[0],
		       medians[1 + VARIANTS + i] / medians[0]);
	for (size_t i = 0; i < VARIANTS; i++) {
		snprintf(name, sizeof name, "compare/%s", variants[i].name);
		ok &= figure_at_most(name, "ratio", medians[1 + i] / medians[0],
				     variants[i].target);
	}
	return ok;
}

static bool report_memory(void)
{
	static const char *const checkers[] = { "default", "wcmp" };
	bool ok = true;
	char name[64];

	make_large("small.ans", 0);
	make_large("large.ans", LARGE_MEGABYTES);
	for (size_t i = 0; i < ARRAY_SIZE(checkers); i++) {
		snprintf(name, sizeof name, "compare/memory-1gb/%s", checkers[i]);
		ok &= figure_at_most(name, "MB", memory_mb(checkers[i], "large.ans") -
				     memory_mb(checkers[i], "small.ans"), MEMORY_TARGET_MB);
	}
	remove("large.ans");
	return ok;
}

int main(int argc, char **argv)
{
	static struct series series[SERIES];
	static const struct invocation none = { .control = -1 };
	unsigned rounds;
	size_t bytes;
	bool ok;

	if (argc > 1 && strcmp(argv[1], "check") == 0)
		return cmd_check(&none, argc - 1, argv + 1);
	rounds = argc > 2 ? (unsigned)atoi(argv[2]) : 0;
	bytes = (size_t)(argc > 3 ? atoi(argv[3]) : 100) * 1000000;
	if (rounds == 0) {
		fprintf(stderr, "usage: bench_compare DIRECTORY ROUNDS [MEGABYTES]\n");
		return 2;
	}
	if (chdir(argv[1]) < 0)
		fail(argv[1]);
	make_integers(bytes);
	make_floats(bytes);
	measure(series, rounds);
	ok = report(series);
	return !(report_memory() && ok);
}
