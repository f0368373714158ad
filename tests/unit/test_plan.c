#include "pipeline/plan.h"

#include "util/cleanup.h"
#include "util/clock.h"
#include "util/string.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define MIB (1ull << 20)
#define GIB (1ull << 30)

/* What says how much; each test changes what it is about. */
struct fixture {
	struct profile profile;
	struct problem problem;
	struct submission submission;
	struct tree tree;
	struct judge_options options;
};

static struct fixture fixture(void)
{
	return (struct fixture){
		.profile = { .run.class = "native", .time_factor = 1 },
		.problem.limits = { .time_ns = 2 * NS_PER_S, .time_is_stated = true },
		.problem.allow_file_writing = true,
	};
}

static struct plan plan_of(const struct fixture *f)
{
	struct plan plan;
	struct error err = { 0 };

	assert_int_equal(plan_make(&f->submission, &f->profile, &f->problem, &f->tree, &f->options,
				   &plan, &err), 0);
	return plan;
}

static void where_nobody_says_anything_the_built_in_limits_hold(void **state)
{
	struct fixture f = fixture();
	struct plan plan = plan_of(&f);

	(void)state;
	assert_int_equal(plan.memory_bytes, 2 * GIB);
	assert_int_equal(plan.run.memory_bytes, 2 * GIB);
	assert_int_equal(plan.run.processes, 64);
	assert_int_equal(plan.run.output_bytes, 64 * MIB);
	assert_int_equal(plan.run.file_bytes, 128 * MIB);
	assert_int_equal(plan.compile.cpu_ns, 30 * NS_PER_S);
	assert_int_equal(plan.compile.wall_ns, 90 * NS_PER_S);
	assert_int_equal(plan.compile.memory_bytes, GIB);
	assert_int_equal(plan.compile.processes, 128);
	assert_int_equal(plan.compile.output_bytes, 64 * MIB);
	assert_int_equal(plan.compile.file_bytes, 128 * MIB);
}

static void writing_to_files_is_for_packages_to_allow(void **state)
{
	struct fixture f = fixture();

	(void)state;
	f.problem.allow_file_writing = false;
	assert_int_equal(plan_of(&f).run.file_bytes, 0);
	assert_int_equal(plan_of(&f).compile.file_bytes, 128 * MIB);
}

static void the_package_is_stronger_than_the_worker_and_that_than_the_profile(void **state)
{
	struct fixture f = fixture();
	struct plan plan;

	(void)state;
	f.profile.run.limits = (struct profile_limits){
		.memory_bytes = 3 * MIB, .output_bytes = 3000, .processes = 3, .file_bytes = 30,
	};
	plan = plan_of(&f);
	assert_int_equal(plan.memory_bytes, 3 * MIB);
	assert_int_equal(plan.run.output_bytes, 3000);
	assert_int_equal(plan.run.processes, 3);
	assert_int_equal(plan.run.file_bytes, 30);

	f.options.memory_bytes = 2 * MIB;
	f.options.output_bytes = 2000;
	f.options.processes = 2;
	plan = plan_of(&f);
	assert_int_equal(plan.memory_bytes, 2 * MIB);
	assert_int_equal(plan.run.output_bytes, 2000);
	assert_int_equal(plan.run.processes, 2);

	f.problem.limits.memory_bytes = MIB;
	f.problem.limits.output_bytes = 1000;
	plan = plan_of(&f);
	assert_int_equal(plan.memory_bytes, MIB);
	assert_int_equal(plan.run.memory_bytes, MIB);
	assert_int_equal(plan.run.output_bytes, 1000);
}

static void of_compiling_as_well(void **state)
{
	struct fixture f = fixture();
	struct plan plan;

	(void)state;
	f.profile.compile.limits = (struct profile_limits){
		.cpu_ns = 10 * NS_PER_S, .wall_ns = 40 * NS_PER_S, .memory_bytes = 3 * MIB,
		.processes = 3, .file_bytes = 30,
	};
	plan = plan_of(&f);
	assert_int_equal(plan.compile.cpu_ns, 10 * NS_PER_S);
	assert_int_equal(plan.compile.wall_ns, 40 * NS_PER_S);
	assert_int_equal(plan.compile.memory_bytes, 3 * MIB);
	assert_int_equal(plan.compile.processes, 3);
	assert_int_equal(plan.compile.file_bytes, 30);

	f.problem.limits.compile_ns = 60 * NS_PER_S;
	f.problem.limits.compile_memory_bytes = MIB;
	plan = plan_of(&f);
	assert_int_equal(plan.compile.cpu_ns, 60 * NS_PER_S);
	assert_int_equal(plan.compile.wall_ns, 180 * NS_PER_S);
	assert_int_equal(plan.compile.memory_bytes, MIB);
}

static void the_workers_time_is_for_packages_that_state_none(void **state)
{
	struct fixture f = fixture();
	struct plan plan;

	(void)state;
	f.options.time_ns = 7 * NS_PER_S;
	plan = plan_of(&f);
	assert_int_equal(plan.time_limit_ns, 2 * NS_PER_S);
	f.problem.limits.time_is_stated = false;
	plan = plan_of(&f);
	assert_int_equal(plan.time_limit_ns, 7 * NS_PER_S);
	f.options.time_limit_ns = NS_PER_S;
	plan = plan_of(&f);
	assert_int_equal(plan.time_limit_ns, NS_PER_S);
}

static void the_time_limit_has_the_factor_and_then_the_extra(void **state)
{
	struct fixture f = fixture();
	struct plan plan;

	(void)state;
	f.profile.time_factor = 1.5;
	f.profile.time_extra_ns = 100 * NS_PER_MS;
	plan = plan_of(&f);
	assert_int_equal(plan.time_limit_ns, 3100 * NS_PER_MS);
	f.profile.time_factor = 0.5;
	plan = plan_of(&f);
	assert_int_equal(plan.time_limit_ns, 1100 * NS_PER_MS);
	f.options.time_limit_ns = 10 * NS_PER_S;
	plan = plan_of(&f);
	assert_int_equal(plan.time_limit_ns, 5100 * NS_PER_MS);
}

static void the_box_kills_later_than_the_limit(void **state)
{
	struct fixture f = fixture();
	struct plan plan = plan_of(&f);

	(void)state;
	assert_int_equal(plan.time_limit_ns, 2 * NS_PER_S);
	assert_int_equal(plan.run.cpu_ns, 2100 * NS_PER_MS);
	assert_int_equal(plan.run.wall_ns, 5 * NS_PER_S);
	assert_int_equal(plan.run.starved_ns, 21 * NS_PER_S);
	f.problem.limits.time_ns = 1;
	plan = plan_of(&f);
	assert_true(plan.run.cpu_ns >= 1);
	f.problem.limits.time_ns = INT64_C(86400) * NS_PER_S;
	f.profile.time_factor = 100;
	f.profile.time_extra_ns = 3600 * NS_PER_S;
	plan = plan_of(&f);
	assert_true(plan.run.starved_ns > plan.run.wall_ns);
	assert_true(plan.run.wall_ns > plan.run.cpu_ns && plan.run.cpu_ns > plan.time_limit_ns);
}

static void a_starved_program_has_no_less_time_than_an_idle_one(void **state)
{
	struct fixture f = fixture();
	struct plan plan;

	(void)state;
	f.profile.run.limits.wall_ns = 3600 * NS_PER_S;
	f.profile.compile.limits.cpu_ns = NS_PER_S;
	f.profile.compile.limits.wall_ns = 3600 * NS_PER_S;
	plan = plan_of(&f);
	assert_int_equal(plan.run.wall_ns, 3600 * NS_PER_S);
	assert_true(plan.run.starved_ns >= plan.run.wall_ns);
	assert_int_equal(plan.compile.wall_ns, 3600 * NS_PER_S);
	assert_true(plan.compile.starved_ns >= plan.compile.wall_ns);
}

static void a_runtime_has_room_beside_what_the_program_is_told(void **state)
{
	struct fixture f = fixture();
	struct plan plan;

	(void)state;
	f.problem.limits.memory_bytes = 64 * MIB;
	f.profile.memory_extra_bytes = 100 * MIB;
	plan = plan_of(&f);
	assert_int_equal(plan.memory_bytes, 64 * MIB);
	assert_int_equal(plan.run.memory_bytes, 164 * MIB);
}

static void classes_are_found_or_refused(void **state)
{
	struct fixture f = fixture();
	struct plan plan = plan_of(&f);
	struct error err = { 0 };

	(void)state;
	assert_int_equal(plan.run_class, box_class_find("native"));
	assert_int_equal(plan.compile_class, plan.run_class);
	f.profile.has_compile = true;
	strcpy(f.profile.compile.class, "gcc");
	plan = plan_of(&f);
	assert_int_equal(plan.compile_class, box_class_find("gcc"));

	strcpy(f.profile.compile.class, "cobol");
	plan.run_class = 77;
	assert_int_equal(plan_make(&f.submission, &f.profile, &f.problem, &f.tree, &f.options,
				   &plan, &err), -1);
	assert_int_equal(err.kind, ERROR_SYSTEM);
	assert_string_equal(err.message, "there is no box class cobol");
	assert_int_equal(plan.run_class, 77);
	f.profile.has_compile = false;
	strcpy(f.profile.run.class, "");
	assert_int_equal(plan_make(&f.submission, &f.profile, &f.problem, &f.tree, &f.options,
				   &plan, &err), -1);
}

static void what_it_was_made_of_is_handed_on(void **state)
{
	struct fixture f = fixture();
	struct plan plan;

	(void)state;
	f.options.full = true;
	f.options.reruns = 9;
	plan = plan_of(&f);
	assert_ptr_equal(plan.submission, &f.submission);
	assert_ptr_equal(plan.profile, &f.profile);
	assert_ptr_equal(plan.problem, &f.problem);
	assert_ptr_equal(plan.tree, &f.tree);
	assert_true(plan.options.full);
	assert_int_equal(plan.options.reruns, 9);
}

static void the_environment_begins_with_the_fixed_part(void **state)
{
	const char *envp[PLAN_ENVIRONMENT];
	char packed[1024] = { 0 };

	(void)state;
	plan_environment("", envp);
	assert_string_equal(envp[0], "PATH=/usr/bin:/bin");
	assert_string_equal(envp[1], "LANG=C.UTF-8");
	assert_string_equal(envp[2], "HOME=/work");
	assert_null(envp[3]);
	packed_append(packed, sizeof packed, "A=1", 3);
	packed_append(packed, sizeof packed, "B=2", 3);
	plan_environment(packed, envp);
	assert_string_equal(envp[3], "A=1");
	assert_string_equal(envp[4], "B=2");
	assert_null(envp[5]);
	for (int i = 0; i < 100; i++)
		packed_append(packed, sizeof packed, "C=3", 3);
	plan_environment(packed, envp);
	assert_string_equal(envp[PLAN_ENVIRONMENT - 2], "C=3");
	assert_null(envp[PLAN_ENVIRONMENT - 1]);
}

static void arguments_are_split_up_to_their_number(void **state)
{
	autofree const char **argv = calloc(PLAN_ARGUMENTS, sizeof *argv);
	static char packed[4 * PLAN_ARGUMENTS];

	(void)state;
	assert_non_null(argv);
	assert_int_equal(plan_arguments("", argv), 0);
	assert_null(argv[0]);
	for (int i = 0; i < PLAN_ARGUMENTS - 1; i++)
		packed_append(packed, sizeof packed, "x", 1);
	assert_int_equal(plan_arguments(packed, argv), 0);
	assert_string_equal(argv[PLAN_ARGUMENTS - 2], "x");
	assert_null(argv[PLAN_ARGUMENTS - 1]);
	packed_append(packed, sizeof packed, "x", 1);
	assert_int_equal(plan_arguments(packed, argv), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(where_nobody_says_anything_the_built_in_limits_hold),
		cmocka_unit_test(writing_to_files_is_for_packages_to_allow),
		cmocka_unit_test(the_package_is_stronger_than_the_worker_and_that_than_the_profile),
		cmocka_unit_test(of_compiling_as_well),
		cmocka_unit_test(the_workers_time_is_for_packages_that_state_none),
		cmocka_unit_test(the_time_limit_has_the_factor_and_then_the_extra),
		cmocka_unit_test(the_box_kills_later_than_the_limit),
		cmocka_unit_test(a_starved_program_has_no_less_time_than_an_idle_one),
		cmocka_unit_test(a_runtime_has_room_beside_what_the_program_is_told),
		cmocka_unit_test(classes_are_found_or_refused),
		cmocka_unit_test(what_it_was_made_of_is_handed_on),
		cmocka_unit_test(the_environment_begins_with_the_fixed_part),
		cmocka_unit_test(arguments_are_split_up_to_their_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
