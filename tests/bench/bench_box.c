/*
 * bench_box: what a run in a box costs, against fork, exec and wait of the same program.
 *
 *	bench_box PROGRAM ROUNDS
 *
 * Both are done by one process, a slot pinned with its box to one core, in turn and in random
 * order, so that the ratio holds whatever else the machine does.
 */
#include "sandbox/box.h"
#include "sandbox/launcher.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct job {
	unsigned rounds;
	bool verbose;
};

struct series {
	double *us;
	unsigned count;
};

static const char *const argv_[] = { "program", NULL };
static const char *const envp_[] = { "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/work", NULL };

static int input_fd(void)
{
	return fd_sealed("input", "3 4\n", 4);
}

static void count_output(void *context, const char *data, size_t size)
{
	(void)data;
	*(size_t *)context += size;
}

static double run_box(struct box_set *set, int program, int input)
{
	size_t output = 0;
	struct box_spec spec = {
		.argv = argv_, .envp = envp_, .executable = program,
		.limits = { .cpu_ns = 2 * NS_PER_S, .wall_ns = 5 * NS_PER_S,
			    .starved_ns = 20 * NS_PER_S, .memory_bytes = 256 << 20, .processes = 1,
			    .output_bytes = 1 << 20, .file_bytes = 1 << 20 },
		.output = count_output, .context = &output,
	};
	struct box_result result;
	struct error err;
	int64_t begin = clock_ns();

	spec.input = input;
	if (box_run(set, 0, &spec, &result, &err) < 0) {
		error_print(&err);
		_exit(3);
	}
	if (result.exit_code || result.signal || output != 1024 || result.stopped_by) {
		fprintf(stderr, "run: exit %d signal %d stopped %d denied %s exec %s output %zu\n",
			result.exit_code, result.signal, (int)result.stopped_by, result.denied,
			strerror(result.exec_errnum), output);
		_exit(3);
	}
	return (double)(clock_ns() - begin) / 1e3;
}

static double run_bare(int program, int input)
{
	int64_t begin = clock_ns();
	char buffer[65536];
	ssize_t n;
	int ends[2], status;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		_exit(3);
	pid = fork();
	if (pid == 0) {
		dup2(input, 0);
		dup2(ends[1], 1);
		syscall(SYS_execveat, program, "", argv_, envp_, AT_EMPTY_PATH);
		_exit(127);
	}
	close(ends[1]);
	while ((n = read(ends[0], buffer, sizeof buffer)) > 0)
		;
	close(ends[0]);
	waitpid(pid, &status, 0);
	if (status)
		_exit(3);
	return (double)(clock_ns() - begin) / 1e3;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double quantile(struct series *s, double q)
{
	qsort(s->us, s->count, sizeof *s->us, compare);
	return s->us[(size_t)(q * (s->count - 1))];
}

static int report(struct series *bare, struct series *box)
{
	double bare_median = quantile(bare, 0.5), box_median = quantile(box, 0.5);
	double ratio = box_median / bare_median;

	printf("%-12s %12s %12s\n", "static C", "median us", "p95 us");
	printf("%-12s %12.1f %12.1f\n", "fork+exec", bare_median, quantile(bare, 0.95));
	printf("%-12s %12.1f %12.1f\n", "box", box_median, quantile(box, 0.95));
	printf("box/static-c ratio %.3f target 1.300 %s\n", ratio, ratio <= 1.3 ? "ok" : "short");
	fflush(stdout);
	return ratio <= 1.3 ? 0 : 1;
}

static int measure(struct box_set *set, const struct job *job, int program)
{
	struct series series[2] = { 0 };
	unsigned warm = 20;

	for (int i = 0; i < 2; i++)
		series[i].us = calloc(job->rounds, sizeof *series[i].us);
	for (unsigned round = 0; round < job->rounds + warm; round++) {
		int first = rand() & 1;

		for (int i = 0; i < 2; i++) {
			int which = first ^ i, input = input_fd();
			double us = which ? run_box(set, program, input) : run_bare(program, input);

			close(input);
			if (round >= warm)
				series[which].us[series[which].count++] = us;
		}
	}
	return report(&series[0], &series[1]);
}

static void slot(const struct slot_link *link)
{
	struct box_set set;
	struct error err;
	struct job job;
	size_t count;
	int program, status;

	box_set_init(&set, link);
	if (fd_receive(link->jobs, &job, sizeof job, &program, 1, &count) != sizeof job)
		return;
	if (box_require(&set, 0, &err) < 0) {
		error_print(&err);
		status = 3;
	} else {
		status = measure(&set, &job, program);
	}
	fd_send(link->jobs, &status, sizeof status, NULL, 0);
	pause();
}

static int front(int control, void *argument)
{
	char **argv = argument;
	struct job job = { .rounds = (unsigned)atoi(argv[2]) };
	int jobs, status, program, file = open(argv[1], O_RDONLY | O_CLOEXEC);
	struct error err;
	char buffer[65536];
	ssize_t n;

	program = memfd_create("program", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	while ((n = read(file, buffer, sizeof buffer)) > 0)
		fd_write_all(program, buffer, (size_t)n);
	fd_seal(program);
	fchmod(program, 0755);
	if (launcher_start_slots(control, 1, &jobs, &err) < 0) {
		error_print(&err);
		return 3;
	}
	fd_send(jobs, &job, sizeof job, &program, 1);
	if (fd_receive(jobs, &status, sizeof status, NULL, 0, NULL) != sizeof status)
		return 3;
	return status;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: bench_box PROGRAM ROUNDS\n");
		return 2;
	}
	return launcher_run(front, argv, slot);
}
