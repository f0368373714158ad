#include "pipeline/run_verdict.h"

#include "util/cleanup.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define MIB (1ull << 20)
#define MS 1000000LL
#define SECOND (1000 * MS)

static const struct box_limits limits = {
	.memory_bytes = 256 * MIB, .output_bytes = 64 * MIB, .file_bytes = 128 * MIB,
};

static const struct profile plain = { .reason_count = 0 };

static const struct profile wordy = {
	.reasons = {
		{ "std::bad_alloc", VERDICT_MLE, "" },
		{ "OutOfMemory", VERDICT_MLE, "the heap is full" },
		{ "Traceback", VERDICT_NONE, "uncaught exception" },
		{ "stack smashing", VERDICT_NONE, "wrote past an array" },
	},
	.reason_count = 4,
};

static struct test_result judge(const struct box_result *run, const struct profile *profile,
				const char *error_text)
{
	struct test_result result = { .index = 7 };

	run_verdict(run, &limits, SECOND, 1000, profile, error_text, &result);
	assert_int_equal(result.index, 7);
	return result;
}

static void assert_judged(const struct test_result *result, enum verdict verdict,
			  const char *reason)
{
	assert_string_equal(verdict_code(result->verdict), verdict_code(verdict));
	assert_string_equal(result->reason, reason);
}

/* In the order of DESIGN §4: of several causes the first decides. */
static const struct {
	struct box_result run;
	enum verdict verdict;
	const char *reason;
} causes[] = {
	{ { .stopped_by = BOX_STOPPED_CPU, .signal = SIGKILL, .cpu_ns = 1050 * MS },
	  VERDICT_TLE, "CPU time over the limit of 1.000 s" },
	{ { .cpu_ns = SECOND + 1 }, VERDICT_TLE, "CPU time over the limit of 1.000 s" },
	{ { .stopped_by = BOX_STOPPED_STARVED, .cpu_ns = 100 * MS, .wall_ns = 11 * SECOND },
	  VERDICT_JE, "host overloaded: the program waited for a processor for 10.900 s" },
	{ { .stopped_by = BOX_STOPPED_IDLE, .cpu_ns = 10 * MS, .wall_ns = 3 * SECOND },
	  VERDICT_TLE, "idle: 3.000 s passed with 10.0 ms of CPU time" },
	{ { .oom = true }, VERDICT_MLE, "memory over the limit of 256 MiB" },
	{ { .stopped_by = BOX_STOPPED_OUTPUT }, VERDICT_OLE, "output over the limit of 64 MiB" },
	{ { .stopped_by = BOX_STOPPED_DENIED, .denied = "socket(2, 1, 0)" },
	  VERDICT_RTE, "system call socket(2, 1, 0) denied" },
	{ { .exec_errnum = ENOEXEC }, VERDICT_RTE, "cannot be started: Exec format error" },
	{ { .signal = SIGSEGV }, VERDICT_RTE, "killed by SIGSEGV" },
	{ { .exit_code = 3 }, VERDICT_RTE, "exit code 3" },
	{ { .exit_code = 0 }, VERDICT_AC, "" },
};

static void each_cause_has_its_verdict_and_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(causes); i++) {
		struct test_result result = judge(&causes[i].run, &plain, "");

		assert_judged(&result, causes[i].verdict, causes[i].reason);
	}
}

static struct box_result both(const struct box_result *first, const struct box_result *second)
{
	struct box_result run = *second;

	if (first->stopped_by != BOX_ENDED)
		run.stopped_by = first->stopped_by;
	if (first->cpu_ns > run.cpu_ns)
		run.cpu_ns = first->cpu_ns;
	if (first->wall_ns > run.wall_ns)
		run.wall_ns = first->wall_ns;
	if (first->signal)
		run.signal = first->signal;
	if (first->exit_code)
		run.exit_code = first->exit_code;
	if (first->exec_errnum)
		run.exec_errnum = first->exec_errnum;
	memcpy(run.denied, first->denied, sizeof run.denied);
	run.oom |= first->oom;
	return run;
}

static void of_two_causes_the_earlier_in_the_order_decides(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(causes); i++)
		for (size_t j = i + 1; j < ARRAY_SIZE(causes); j++) {
			struct box_result run = both(&causes[i].run, &causes[j].run);
			struct test_result result = judge(&run, &plain, "");

			assert_int_equal(result.verdict, causes[i].verdict);
			assert_memory_equal(result.reason, causes[i].reason,
					    strcspn(causes[i].reason, " "));
		}
}

static void signals_are_named_where_they_have_a_name(void **state)
{
	static const struct {
		int signal;
		const char *reason;
	} rows[] = {
		{ SIGABRT, "killed by SIGABRT" }, { SIGPIPE, "killed by SIGPIPE" },
		{ SIGSYS, "killed by SIGSYS" }, { SIGUSR1, "killed by SIGUSR1" },
		{ SIGKILL, "killed by SIGKILL" }, { 63, "killed by signal 63" },
		{ SIGXFSZ, "killed by SIGXFSZ: a file over the limit of 128 MiB" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct box_result run = { .signal = rows[i].signal };
		struct test_result result = judge(&run, &plain, "");

		assert_judged(&result, VERDICT_RTE, rows[i].reason);
	}
}

static void counters_are_handed_on(void **state)
{
	struct box_result run = {
		.exit_code = 4, .signal = 0, .cpu_ns = 5, .wall_ns = 6, .memory_bytes = 7,
		.memory_estimated = true, .output_bytes = 8,
	};
	struct test_result result = judge(&run, &plain, "");

	(void)state;
	assert_int_equal(result.exit_code, 4);
	assert_int_equal(result.cpu_ns, 5);
	assert_int_equal(result.wall_ns, 6);
	assert_int_equal(result.memory_bytes, 7);
	assert_true(result.memory_estimated);
	assert_int_equal(result.output_bytes, 8);
	run = (struct box_result){ .signal = SIGSEGV };
	result = judge(&run, &plain, "");
	assert_int_equal(result.signal, SIGSEGV);
	assert_int_equal(result.exit_code, 0);
	assert_false(result.memory_estimated);
}

static void the_limit_itself_is_within_it_and_a_run_near_it_is_borderline(void **state)
{
	static const struct {
		int64_t cpu_ns;
		enum verdict verdict;
		bool borderline;
	} rows[] = {
		{ 0, VERDICT_AC, false }, { 950 * MS, VERDICT_AC, false },
		{ 950 * MS + 1, VERDICT_AC, true }, { SECOND, VERDICT_AC, true },
		{ SECOND + 1, VERDICT_TLE, true }, { 1050 * MS - 1, VERDICT_TLE, true },
		{ 1050 * MS, VERDICT_TLE, false }, { 9 * SECOND, VERDICT_TLE, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct box_result run = { .cpu_ns = rows[i].cpu_ns };
		struct test_result result = judge(&run, &plain, "");

		assert_int_equal(result.verdict, rows[i].verdict);
		assert_int_equal(result.borderline, rows[i].borderline);
	}
}

static void a_run_that_was_stopped_is_not_borderline(void **state)
{
	static const enum box_stop stops[] = {
		BOX_STOPPED_CPU, BOX_STOPPED_IDLE, BOX_STOPPED_STARVED, BOX_STOPPED_OUTPUT,
		BOX_STOPPED_DENIED,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(stops); i++) {
		struct box_result run = { .stopped_by = stops[i], .cpu_ns = SECOND };

		assert_false(run_is_borderline(&run, SECOND));
	}
}

static void a_text_makes_it_mle_from_four_fifths_of_the_limit_only(void **state)
{
	struct box_result run = { .signal = SIGABRT, .memory_bytes = 800 };
	struct test_result result = judge(&run, &wordy, "what(): std::bad_alloc\n");

	(void)state;
	assert_judged(&result, VERDICT_MLE, "memory over the limit of 1000 B (std::bad_alloc)");
	run.memory_bytes = 799;
	result = judge(&run, &wordy, "what(): std::bad_alloc\n");
	assert_judged(&result, VERDICT_RTE, "std::bad_alloc");
	result = judge(&run, &wordy, "java.lang.OutOfMemoryError: Java heap space\n");
	assert_judged(&result, VERDICT_RTE, "the heap is full");
}

static void a_text_otherwise_sets_words_alone(void **state)
{
	struct box_result run = { .exit_code = 1, .memory_bytes = 1000 };
	struct test_result result = judge(&run, &wordy, "Traceback (most recent call last):\n");

	(void)state;
	assert_judged(&result, VERDICT_RTE, "uncaught exception");
	result = judge(&run, &wordy, "nothing known\n");
	assert_judged(&result, VERDICT_RTE, "exit code 1");
	result = judge(&run, &wordy, "stack smashing, Traceback\n");
	assert_judged(&result, VERDICT_RTE, "uncaught exception");
}

static void a_text_changes_nothing_but_a_failure_of_the_program(void **state)
{
	static const char forged[] = "std::bad_alloc Traceback";

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(causes); i++) {
		struct box_result run = causes[i].run;
		struct test_result result;

		run.memory_bytes = 1000;
		if (run.stopped_by == BOX_ENDED && (run.signal || run.exit_code))
			continue;
		result = judge(&run, &wordy, forged);
		assert_judged(&result, causes[i].verdict, causes[i].reason);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_cause_has_its_verdict_and_reason),
		cmocka_unit_test(of_two_causes_the_earlier_in_the_order_decides),
		cmocka_unit_test(signals_are_named_where_they_have_a_name),
		cmocka_unit_test(counters_are_handed_on),
		cmocka_unit_test(the_limit_itself_is_within_it_and_a_run_near_it_is_borderline),
		cmocka_unit_test(a_run_that_was_stopped_is_not_borderline),
		cmocka_unit_test(a_text_makes_it_mle_from_four_fifths_of_the_limit_only),
		cmocka_unit_test(a_text_otherwise_sets_words_alone),
		cmocka_unit_test(a_text_changes_nothing_but_a_failure_of_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
