/*
 * bench_accuracy: how soon after its limit a program is killed, and how true the reported CPU time
 * is, on an idle machine and beside a busy process on every core.
 *
 *	bench_accuracy DIRECTORY RUNS
 *
 * All times are CPU times. An overshoot is what was used when the program was dead, less what the
 * box was told to kill at, which is 1.05 times the limit; one below zero is a kill too early. Programs
 * that end by themselves do so when their own clock says that they have used what they are to use.
 */
#include "common/servant.h"
#include "common/series.h"
#include "sandbox/slot_lock.h"
#include "util/cleanup.h"
#include "util/clock.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CORES_MAX = 64 };

#define LIMIT_NS (200 * NS_PER_MS)
static const int64_t kill_ns = LIMIT_NS * 105 / 100;

enum load { IDLE, LOADED, LOADS };
enum program { SPIN, THREADS, BURN, CHILDREN, PROGRAMS };

static const char *const load_names[LOADS] = { "idle", "loaded" };
static const struct {
	const char *name;
	double used_ms, within_ms;	/* what it uses by itself, and how true the report must be */
	unsigned part;			/* of RUNS */
} programs[PROGRAMS] = {
	[SPIN] = { "spin", 0, 0, 1 },
	[THREADS] = { "threads", 0, 0, 1 },
	[BURN] = { "burn", 500, 2, 10 },
	[CHILDREN] = { "children", 800, 10, 20 },
};
static const double p95_target_ms[LOADS] = { [IDLE] = 5, [LOADED] = 8 };

#define MEDIAN_TARGET_MS 2.0

struct bench {
	const char *directory;
	unsigned runs;
	struct servants servants;
	struct series series[PROGRAMS][LOADS];	/* ms past the limit, or away from the truth */
	pid_t busy[CORES_MAX];
};

/* ---- the load ---- */

static void start_load(struct bench *b)
{
	int cores = (int)sysconf(_SC_NPROCESSORS_ONLN);

	for (int i = 0; i < cores && i < CORES_MAX; i++) {
		b->busy[i] = fork();
		if (b->busy[i] == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			slot_pin(0, slot_cpu((unsigned)i));
			for (;;)
				__asm__ volatile("");
		}
	}
}

static void stop_load(struct bench *b)
{
	for (int i = 0; i < CORES_MAX; i++)
		if (b->busy[i] > 0) {
			kill(b->busy[i], SIGKILL);
			waitpid(b->busy[i], NULL, 0);
			b->busy[i] = 0;
		}
}

/* ---- the runs ---- */

static _Noreturn void unexpected(enum program program, const struct answer *answer)
{
	fprintf(stderr, "%s: stopped by %d, exit code %d, signal %d, %.3f ms\n",
		programs[program].name, (int)answer->result.stopped_by, answer->result.exit_code,
		answer->result.signal, (double)answer->result.cpu_ns / 1e6);
	exit(3);
}

/* In ms, as in struct bench. */
static double sample(struct bench *b, enum program program)
{
	struct order order = { .program = program, .limits = servant_limits };
	struct answer answer;
	double used;

	order.limits.processes = 8;
	if (program == SPIN || program == THREADS)
		order.limits.cpu_ns = kill_ns;
	servant_ask(b->servants.slot[0], &order, -1, &answer);
	used = (double)answer.result.cpu_ns / 1e6;
	if (program == SPIN || program == THREADS) {
		if (answer.result.stopped_by != BOX_STOPPED_CPU)
			unexpected(program, &answer);
		return (double)(answer.result.cpu_ns - kill_ns) / 1e6;
	}
	if (answer.result.stopped_by != BOX_ENDED || answer.result.exit_code ||
	    answer.result.signal)
		unexpected(program, &answer);
	return used - programs[program].used_ms;
}

static void measure(struct bench *b, enum load load)
{
	if (load == LOADED)
		start_load(b);
	for (enum program program = 0; program < PROGRAMS; program++) {
		unsigned runs = b->runs / programs[program].part;

		for (unsigned i = 0; i < (runs ? runs : 1); i++)
			series_add(&b->series[program][load], sample(b, program));
	}
	stop_load(b);
}

/* ---- the report ---- */

static void print_table(struct bench *b)
{
	static const double quantiles[] = { 0, 0.5, 0.95, 0.99, 1 };

	printf("CPU time past 1.05 x the limit (spin, threads), or past the truth: ms\n");
	printf("%-10s %-8s %6s %9s %9s %9s %9s %9s\n", "program", "machine", "runs", "least",
	       "median", "p95", "p99", "most");
	for (int p = 0; p < PROGRAMS; p++)
		for (int l = 0; l < LOADS; l++) {
			printf("%-10s %-8s %6zu", l ? "" : programs[p].name, load_names[l],
			       b->series[p][l].count);
			for (size_t q = 0; q < ARRAY_SIZE(quantiles); q++)
				printf(" %9.3f", series_quantile(&b->series[p][l], quantiles[q]));
			printf("\n");
		}
	printf("\n");
}

static bool print_kill_figures(struct series *series, const char *program, enum load load)
{
	char name[64];
	bool ok;

	snprintf(name, sizeof name, "kill/%s/%s/never-early", program, load_names[load]);
	ok = figure_at_least(name, "ms", series_quantile(series, 0), 0);
	snprintf(name, sizeof name, "kill/%s/%s/median", program, load_names[load]);
	ok &= figure_at_most(name, "ms", series_quantile(series, 0.5), MEDIAN_TARGET_MS);
	snprintf(name, sizeof name, "kill/%s/%s/p95", program, load_names[load]);
	return figure_at_most(name, "ms", series_quantile(series, 0.95), p95_target_ms[load]) && ok;
}

static bool print_figures(struct bench *b)
{
	char name[64];
	bool ok = true;

	for (int p = 0; p < PROGRAMS; p++)
		for (int l = 0; l < LOADS; l++) {
			struct series *s = &b->series[p][l];
			double below = -series_quantile(s, 0), above = series_quantile(s, 1);

			if (p == SPIN || p == THREADS) {
				ok &= print_kill_figures(s, programs[p].name, (enum load)l);
				continue;
			}
			snprintf(name, sizeof name, "time/%s/%s/error", programs[p].name, load_names[l]);
			ok &= figure_at_most(name, "ms", below > above ? below : above,
					     programs[p].within_ms);
		}
	return ok;
}

static int front(int control, void *argument)
{
	struct bench *b = argument;
	struct bench_program wanted[PROGRAMS];
	char paths[PROGRAMS][PATH_MAX];

	for (size_t i = 0; i < PROGRAMS; i++) {
		snprintf(paths[i], sizeof paths[i], "%s/%s", b->directory, programs[i].name);
		wanted[i] = (struct bench_program){ programs[i].name, "native", paths[i], false };
	}
	servants_start(control, 1, wanted, PROGRAMS, &b->servants);
	for (enum load load = 0; load < LOADS; load++)
		measure(b, load);
	print_table(b);
	return print_figures(b) ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct bench *b = calloc(1, sizeof *b);

	if (!b || argc != 3) {
		fprintf(stderr, "usage: bench_accuracy DIRECTORY RUNS\n");
		return 2;
	}
	b->directory = argv[1];
	b->runs = (unsigned)strtoul(argv[2], NULL, 10);
	return servants_run(front, b, NULL, 0, &b->servants);
}
