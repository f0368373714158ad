#include "pipeline/plan.h"

#include "util/clock.h"
#include "util/string.h"

#define KIB 1024ull
#define MIB (1024 * KIB)

/* DESIGN §4, "Limits": what holds where nobody says otherwise. */
#define BUILTIN_MEMORY (2048 * MIB)
#define BUILTIN_OUTPUT (64 * MIB)
#define BUILTIN_FILE (128 * MIB)
#define BUILTIN_COMPILE_MEMORY (1024 * MIB)
#define BUILTIN_COMPILE_NS (30 * NS_PER_S)

enum { BUILTIN_PROCESSES = 64, BUILTIN_COMPILE_PROCESSES = 128 };

/* The limits in order of strength; 0 where one says nothing. */
static uint64_t strongest(uint64_t package, uint64_t worker, int64_t profile, uint64_t builtin)
{
	return package ? package : worker ? worker : profile ? (uint64_t)profile : builtin;
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Kill late enough that a reading never shows less than the limit; see DESIGN §4, "Time". */
static int64_t kill_at(int64_t limit_ns)
{
	return limit_ns + limit_ns / 20;
}

static void plan_run(struct plan *plan)
{
	const struct profile *profile = plan->profile;
	const struct problem_limits *package = &plan->problem->limits;
	const struct profile_limits *own = &profile->run.limits;
	int64_t base = package->time_ns;

	if (!package->time_is_stated && plan->options.time_ns)
		base = plan->options.time_ns;
	if (plan->options.time_limit_ns)
		base = plan->options.time_limit_ns;
	plan->time_limit_ns = (int64_t)((double)base * profile->time_factor) +
			      profile->time_extra_ns;
	plan->memory_bytes = strongest(package->memory_bytes, plan->options.memory_bytes,
				       own->memory_bytes, BUILTIN_MEMORY);
	plan->run = (struct box_limits){
		.cpu_ns = kill_at(plan->time_limit_ns),
		.wall_ns = own->wall_ns ? own->wall_ns : 2 * plan->time_limit_ns + NS_PER_S,
		.memory_bytes = plan->memory_bytes + (uint64_t)profile->memory_extra_bytes,
		.processes = (uint32_t)strongest(0, plan->options.processes, own->processes,
						 BUILTIN_PROCESSES),
		.output_bytes = strongest(package->output_bytes, plan->options.output_bytes,
					  own->output_bytes, BUILTIN_OUTPUT),
		.file_bytes = strongest(0, 0, own->file_bytes, BUILTIN_FILE),
	};
	/* Empty files can be made all the same; nothing can be kept in them. */
	if (!plan->problem->allow_file_writing)
		plan->run.file_bytes = 0;
	plan->run.starved_ns = larger(10 * plan->time_limit_ns + NS_PER_S, plan->run.wall_ns);
}

static void plan_compile(struct plan *plan)
{
	const struct profile_limits *own = &plan->profile->compile.limits;
	const struct problem_limits *package = &plan->problem->limits;
	int64_t cpu_ns = (int64_t)strongest((uint64_t)package->compile_ns, 0, own->cpu_ns,
					    BUILTIN_COMPILE_NS);
	/* The profile's wall limit belongs to its own CPU limit. */
	bool use_wall = own->wall_ns && !package->compile_ns;

	plan->compile = (struct box_limits){
		.cpu_ns = cpu_ns,
		.wall_ns = use_wall ? own->wall_ns : 3 * cpu_ns,
		.memory_bytes = strongest(package->compile_memory_bytes, 0, own->memory_bytes,
					  BUILTIN_COMPILE_MEMORY),
		.processes = (uint32_t)strongest(0, 0, own->processes, BUILTIN_COMPILE_PROCESSES),
		.output_bytes = BUILTIN_OUTPUT,
		.file_bytes = strongest(0, 0, own->file_bytes, BUILTIN_FILE),
	};
	plan->compile.starved_ns = larger(10 * cpu_ns, plan->compile.wall_ns);
}

static int find_class(const char *name, unsigned *ret_class, struct error *err)
{
	int class = box_class_find(name);

	if (class < 0)
		return error_set(err, ERROR_SYSTEM, 0, "there is no box class %s", name);
	*ret_class = (unsigned)class;
	return 0;
}

int plan_make(const struct submission *submission, const struct profile *profile,
	      const struct problem *problem, const struct tree *tree,
	      const struct judge_options *options, struct plan *ret_plan, struct error *err)
{
	struct plan plan = { .submission = submission, .profile = profile, .problem = problem,
			     .tree = tree, .options = *options };

	if (find_class(profile->run.class, &plan.run_class, err) < 0)
		return -1;
	plan.compile_class = plan.run_class;
	if (profile->has_compile && find_class(profile->compile.class, &plan.compile_class, err) < 0)
		return -1;
	plan_run(&plan);
	plan_compile(&plan);
	*ret_plan = plan;
	return 0;
}

void plan_environment(const char *packed, const char **envp)
{
	size_t count = 0;

	envp[count++] = "PATH=/usr/bin:/bin";
	envp[count++] = "LANG=C.UTF-8";
	envp[count++] = "HOME=/work";
	for (const char *s = packed; *s && count < PLAN_ENVIRONMENT - 1; s = packed_next(s))
		envp[count++] = s;
	envp[count] = NULL;
}

int plan_more_arguments(const char *packed, const char **argv, size_t count)
{
	for (const char *s = packed; *s; s = packed_next(s)) {
		if (count == PLAN_ARGUMENTS - 1)
			return -1;
		argv[count++] = s;
	}
	argv[count] = NULL;
	return 0;
}

int plan_arguments(const char *packed, const char **argv)
{
	return plan_more_arguments(packed, argv, 0);
}
