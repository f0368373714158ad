/*
 * layout_probe: what a box counts and holds on this host's layout of control groups, as TAP.
 *
 *	layout_probe PROGRAM LAYOUT CORES PEAK ROUNDS
 *
 * PROGRAM is tests/vm/programs/behave. LAYOUT is the expected name, CORES what a program can move
 * to ("1" with a cpuset controller, "any"), PEAK "exact" or "estimated"; ROUNDS is how often the
 * memory verdicts are tried.
 *
 * The slot does the trials. The front, which stays root, plays the one who removes control groups:
 * only ever those of this slot's box.
 */
#include "sandbox/box.h"
#include "sandbox/launcher.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB (1ull << 20)

struct job {
	char layout[16], cores[16], peak[16];
	unsigned rounds;
};

/* What the front is to do to the box's groups, and to what kind of hierarchy. */
enum damage {
	DAMAGE_NONE,		/* only counts the groups that are confined to one core */
	DAMAGE_EMPTY, DAMAGE_REMOVE
};

struct damage_request {
	unsigned slot;
	enum damage damage;
	char hierarchy[16];	/* "*": all; else a v1 controller */
	unsigned after_ms;
};

struct probe {
	struct box_set set;
	const struct slot_link *link;
	struct job job;
	int program;
	int tests, failures;
	char output[256];
	size_t output_size;
};

static const char *const environment[] = { "PATH=/usr/bin:/bin", NULL };

static void check(struct probe *p, bool ok, const char *name)
{
	p->tests++;
	p->failures += !ok;
	printf("%sok %d - %s\n", ok ? "" : "not ", p->tests, name);
	fflush(stdout);
}

static void keep_output(void *context, const char *data, size_t size)
{
	struct probe *p = context;
	size_t room = sizeof p->output - 1 - p->output_size;

	if (size > room)
		size = room;
	memcpy(p->output + p->output_size, data, size);
	p->output_size += size;
	p->output[p->output_size] = '\0';
}

/* One run of a line of words; 0, or -1 with *err. */
static int try_run(struct probe *p, const char *line, uint64_t memory, uint32_t processes,
		   struct box_result *result, struct error *err)
{
	char words[64], *next = words;
	const char *argv[8] = { "behave" };
	struct box_spec spec = {
		.argv = argv, .envp = environment, .executable = p->program, .input = -1,
		.limits = { .cpu_ns = 60 * NS_PER_S, .wall_ns = 120 * NS_PER_S,
			    .starved_ns = 120 * NS_PER_S, .memory_bytes = memory,
			    .processes = processes, .output_bytes = MIB, .file_bytes = MIB },
		.output = keep_output, .context = p,
	};

	snprintf(words, sizeof words, "%s", line);
	for (int i = 1; i < 7; i++)
		argv[i] = strsep(&next, " ");
	p->output_size = 0;
	p->output[0] = '\0';
	memset(result, 0, sizeof *result);
	return box_run(&p->set, 0, &spec, result, err);
}

static void explain(const struct probe *p, const char *line, const struct box_result *r)
{
	printf("# %s: exit %d, signal %d, stopped %d%s%s, CPU %.3f ms, wall %.3f ms, memory %.2f MiB%s%s,"
	       " output \"%.*s\"\n", line, r->exit_code, r->signal, (int)r->stopped_by,
	       r->denied[0] ? ", denied " : "", r->denied, (double)r->cpu_ns / 1e6,
	       (double)r->wall_ns / 1e6, (double)r->memory_bytes / (double)MIB,
	       r->memory_estimated ? " estimated" : "", r->oom ? ", oom" : "",
	       (int)strcspn(p->output, "\n"), p->output);
}

static struct box_result run(struct probe *p, const char *line, uint64_t memory,
			     uint32_t processes)
{
	struct box_result result;
	struct error err;

	if (try_run(p, line, memory, processes, &result, &err) < 0) {
		printf("Bail out! %s: %s\n", line, err.message);
		fflush(stdout);
		_exit(3);
	}
	explain(p, line, &result);
	return result;
}

static bool is_clean(const struct box_result *r)
{
	return !r->exit_code && !r->signal && !r->oom && r->stopped_by == BOX_ENDED;
}

/*
 * Room for what an emulated machine needs to start a program, before the counter is reset (which
 * the program's own clock includes) and after.
 */
static bool about_ms(int64_t ns, int64_t ms)
{
	return (ms - ms / 5 - 15) * NS_PER_MS <= ns && ns <= (ms + ms / 4 + 50) * NS_PER_MS;
}

/* The kernel charges in batches, the first of which may have been the spawner's. */
static bool about_mib(uint64_t bytes, uint64_t mib)
{
	return (2 * mib - 1) * MIB / 2 <= bytes && bytes <= (mib + 4) * MIB;
}

static void probe_time(struct probe *p)
{
	struct box_result r = run(p, "burn 500", 64 * MIB, 1);

	check(p, is_clean(&r) && about_ms(r.cpu_ns, 500), "a burn of 500 ms is counted");
	r = run(p, "burn 50", 64 * MIB, 1);
	check(p, is_clean(&r) && about_ms(r.cpu_ns, 50), "the next run's time is its own");
	r = run(p, "children 4 200", 64 * MIB, 8);
	check(p, is_clean(&r) && about_ms(r.cpu_ns, 800),
	      "children that nobody waits for are counted");
}

static void probe_memory(struct probe *p)
{
	bool exact = !strcmp(p->job.peak, "exact");
	struct box_result r = run(p, "touch 16", 64 * MIB, 1);

	check(p, is_clean(&r) && about_mib(r.memory_bytes, 16),
	      "16 MiB are counted");
	r = run(p, "touch 40", 64 * MIB, 1);
	check(p, is_clean(&r) && about_mib(r.memory_bytes, 40),
	      "so are 40 MiB");
	r = run(p, "touch 8", 64 * MIB, 1);
	check(p, is_clean(&r) && about_mib(r.memory_bytes, 8) &&
	      r.memory_estimated == !exact, exact ? "the next run's peak is its own" :
	      "the next run's peak is its own, and said to be estimated");
}

/* Who is killed for memory is the program, even if none of its processes looks large. */
static void probe_victims(struct probe *p)
{
	unsigned seen = 0, rounds = p->job.rounds < 3 ? p->job.rounds : 3;
	struct error err = { 0 };

	for (unsigned i = 0; i < rounds; i++) {
		struct box_result r;
		int status = try_run(p, "mappings 7", 16 * MIB, 8, &r, &err);

		if (status == 0)
			explain(p, "mappings 7", &r);
		else
			printf("# mappings 7: %s\n", err.message);
		seen += status == 0 && r.oom;
	}
	check(p, seen == rounds, "small processes with large records in the kernel are killed");
}

/* Page tables are freed after the process; the next run has all of its memory all the same. */
static void probe_residue(struct probe *p)
{
	unsigned killed = 0, fine = 0, rounds = p->job.rounds < 3 ? p->job.rounds : 3;
	struct error err = { 0 };

	for (unsigned i = 0; i < rounds; i++) {
		struct box_result r;

		killed += try_run(p, "tables 64", 24 * MIB, 1, &r, &err) == 0 && r.oom;
		if (try_run(p, "touch 16", 24 * MIB, 1, &r, &err) < 0)
			printf("# touch 16: %s\n", err.message);
		else
			fine += is_clean(&r);
	}
	check(p, killed == rounds, "page tables are memory");
	check(p, fine == rounds, "which the next run has again");
}

static void probe_kills(struct probe *p)
{
	unsigned oom = 0, killed = 0;
	char name[96];

	for (unsigned i = 0; i < p->job.rounds; i++) {
		struct box_result r;
		struct error err;

		oom += try_run(p, "touch 1024", 64 * MIB, 1, &r, &err) == 0 && r.oom &&
		       r.signal == SIGKILL;
		killed += try_run(p, "kill", 64 * MIB, 1, &r, &err) == 0 && !r.oom &&
			  r.signal == SIGKILL && r.stopped_by == BOX_ENDED;
	}
	snprintf(name, sizeof name, "1 GiB under 64 MiB is an out-of-memory kill, %u times of %u",
		 oom, p->job.rounds);
	check(p, oom == p->job.rounds, name);
	snprintf(name, sizeof name, "its own SIGKILL is none, %u times of %u", killed, p->job.rounds);
	check(p, killed == p->job.rounds, name);
}

/* Has the front damage the groups; returns how many of them. */
static unsigned damage(struct probe *p, enum damage how, const char *hierarchy, unsigned after_ms)
{
	struct damage_request request = { .slot = p->link->number, .damage = how,
					  .after_ms = after_ms };
	unsigned count = 0;

	snprintf(request.hierarchy, sizeof request.hierarchy, "%s", hierarchy);
	if (fd_send(p->link->jobs, &request, sizeof request, NULL, 0) < 0 ||
	    fd_receive(p->link->jobs, &count, sizeof count, NULL, 0, NULL) != sizeof count)
		_exit(3);
	return count;
}

static void probe_limits(struct probe *p)
{
	struct box_result r = run(p, "fork", 64 * MIB, 4);

	check(p, is_clean(&r) && !strcmp(p->output, "3\n"), "4 processes are 4, the first included");
	r = run(p, "fork", 64 * MIB, 1);
	check(p, is_clean(&r) && !strcmp(p->output, "0\n"), "1 process is 1");
	r = run(p, "cores", 64 * MIB, 1);
	check(p, is_clean(&r) && atoi(p->output) <= 1, "it cannot leave its core");
	check(p, (damage(p, DAMAGE_NONE, "*", 0) > 0) == !strcmp(p->job.cores, "1"),
	      !strcmp(p->job.cores, "1") ? "its group is confined to that core" :
	      "its group is confined to no core: there is no controller for it");
}

/* After damage a run is lost, or right, but never wrong; and the next ones are as ever. */
static void expect_lost(struct probe *p, const char *line, const char *name)
{
	struct box_result r;
	struct error err = { 0 };
	int status = try_run(p, line, 64 * MIB, 1, &r, &err);
	char text[160];

	printf("# %s: %s\n", line, status < 0 ? err.message : "a result");
	snprintf(text, sizeof text, "%s: the run is lost", name);
	check(p, status < 0 && err.kind == ERROR_LOST, text);
	r = run(p, "burn 100", 64 * MIB, 1);
	snprintf(text, sizeof text, "%s: the next one is counted", name);
	check(p, is_clean(&r) && about_ms(r.cpu_ns, 100), text);
	r = run(p, "fork", 64 * MIB, 3);
	snprintf(text, sizeof text, "%s: and limited", name);
	check(p, is_clean(&r) && !strcmp(p->output, "2\n"), text);
}

static void probe_damage(struct probe *p)
{
	static const char *const v1[] = { "memory", "pids", "cpuacct" };
	char name[80];

	check(p, damage(p, DAMAGE_REMOVE, "*", 0) > 0, "someone removes the control groups");
	expect_lost(p, "burn 100", "all removed");
	damage(p, DAMAGE_REMOVE, "*", 300);
	expect_lost(p, "burn 900", "all removed during a run");
	damage(p, DAMAGE_EMPTY, "*", 0);
	expect_lost(p, "print", "all emptied");
	damage(p, DAMAGE_EMPTY, "*", 300);
	expect_lost(p, "burn 900", "all emptied during a run");
	for (size_t i = 0; i < ARRAY_SIZE(v1); i++) {
		if (!damage(p, DAMAGE_REMOVE, v1[i], 0))
			continue;
		snprintf(name, sizeof name, "%s alone removed", v1[i]);
		expect_lost(p, "burn 100", name);
	}
}

static void slot(const struct slot_link *link)
{
	struct probe p = { .link = link };
	struct error err;
	size_t count;

	box_set_init(&p.set, link);
	if (fd_receive(link->jobs, &p.job, sizeof p.job, &p.program, 1, &count) != sizeof p.job)
		return;
	if (box_require(&p.set, 0, &err) < 0) {
		printf("Bail out! %s\n", err.message);
		fflush(stdout);
		_exit(3);
	}
	printf("# layout %s, core %d\n", link->layout, link->cpu);
	check(&p, !strcmp(link->layout, p.job.layout), "the layout is known by its name");
	probe_time(&p);
	probe_memory(&p);
	probe_kills(&p);
	probe_victims(&p);
	probe_residue(&p);
	probe_limits(&p);
	probe_damage(&p);
	probe_kills(&p);
	printf("1..%d\n", p.tests);
	fflush(stdout);
	fd_send(link->jobs, &p.failures, sizeof p.failures, NULL, 0);
	pause();
}

/* ---- the front ---- */

static void move_members(const char *group)
{
	static const char *const targets[] = { "assize-supervisor/cgroup.procs", "cgroup.procs" };
	char path[512], line[32];
	autofclose FILE *members = NULL;

	snprintf(path, sizeof path, "%s/cgroup.procs", group);
	members = fopen(path, "re");
	while (members && fgets(line, sizeof line, members)) {
		bool moved = false;

		for (size_t i = 0; i < ARRAY_SIZE(targets) && !moved; i++) {
			autoclose int fd = -1;

			snprintf(path, sizeof path, "%s/../%s", group, targets[i]);
			fd = open(path, O_WRONLY | O_CLOEXEC);
			moved = fd >= 0 && write(fd, line, strlen(line)) > 0;
		}
	}
}

static bool is_confined(const char *group)
{
	char path[512], line[32] = "";
	autofclose FILE *file = NULL;

	snprintf(path, sizeof path, "%s/cpuset.cpus", group);
	file = fopen(path, "re");
	return file && fgets(line, sizeof line, file) && strspn(line, "0123456789") > 0 &&
	       line[strspn(line, "0123456789")] == '\n';
}

static unsigned do_damage(const struct damage_request *request)
{
	const char *const patterns[] = { "", "*/", "*/*/" };
	unsigned count = 0;
	glob_t found = { 0 };
	char pattern[128];

	for (size_t i = 0; i < ARRAY_SIZE(patterns); i++) {
		bool all = !strcmp(request->hierarchy, "*");

		snprintf(pattern, sizeof pattern, "/sys/fs/cgroup/%s%s%s%sassize-%u-native",
			 all ? patterns[i] : "*", all ? "" : request->hierarchy, all ? "" : "*",
			 all ? "" : "/", request->slot);
		glob(pattern, i ? GLOB_APPEND : 0, NULL, &found);
	}
	for (size_t i = 0; i < found.gl_pathc; i++) {
		if (request->damage == DAMAGE_NONE) {
			count += is_confined(found.gl_pathv[i]);
			continue;
		}
		/* Processes of another's pid namespace cannot be there; a fork may come between. */
		for (int attempt = 0; attempt < 50; attempt++) {
			move_members(found.gl_pathv[i]);
			if (request->damage == DAMAGE_EMPTY || rmdir(found.gl_pathv[i]) == 0)
				break;
		}
		count++;
	}
	globfree(&found);
	return count;
}

/* Does what the slot asks for, until it says how many tests failed. */
static int serve(int jobs)
{
	for (;;) {
		struct damage_request request;
		ssize_t n = fd_receive(jobs, &request, sizeof request, NULL, 0, NULL);
		unsigned count = 1;

		if (n == sizeof(int))
			return *(int *)(void *)&request ? 1 : 0;
		if (n != sizeof request)
			return 3;
		if (request.after_ms == 0) {
			count = do_damage(&request);
		} else if (fork() == 0) {
			usleep(request.after_ms * 1000);
			do_damage(&request);
			_exit(0);
		}
		fd_send(jobs, &count, sizeof count, NULL, 0);
	}
}

static int front(int control, void *argument)
{
	char **argv = argument;
	struct job job = { .rounds = (unsigned)atoi(argv[5]) };
	int jobs, program, file = open(argv[1], O_RDONLY | O_CLOEXEC);
	struct error err;
	struct stat st;

	signal(SIGCHLD, SIG_IGN);
	snprintf(job.layout, sizeof job.layout, "%s", argv[2]);
	snprintf(job.cores, sizeof job.cores, "%s", argv[3]);
	snprintf(job.peak, sizeof job.peak, "%s", argv[4]);
	program = memfd_create("program", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fstat(file, &st) < 0 || fd_copy(file, program, (uint64_t)st.st_size) < 0 ||
	    fd_seal(program) < 0 || fchmod(program, 0755) < 0) {
		perror(argv[1]);
		return 3;
	}
	if (launcher_start_slots(control, 1, &jobs, NULL, &err) < 0) {
		printf("Bail out! %s\n", err.message);
		return 3;
	}
	fd_send(jobs, &job, sizeof job, &program, 1);
	return serve(jobs);
}

int main(int argc, char **argv)
{
	if (argc != 6) {
		fprintf(stderr, "usage: layout_probe PROGRAM LAYOUT CORES PEAK ROUNDS\n");
		return 2;
	}
	return launcher_run(front, argv, slot);
}
