#include "model/reporter.h"
#include "report/json.h"
#include "report/text.h"
#include "util/cleanup.h"
#include "util/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char names[][12] = { "sample/1", "secret/a/01", "secret/a/02" };
static char group_names[][12] = { "sample", "secret/a" };
static struct test_group groups[] = { { .name = group_names[0] }, { .name = group_names[1] } };

static struct test_case cases[] = {
	{ .name = names[0], .group = 0, .sample = true },
	{ .name = names[1], .group = 1 },
	{ .name = names[2], .group = 1 },
};

static const struct problem sum = {
	.name = "sum", .groups = groups, .group_count = 2, .tests = cases, .test_count = 3,
};

static char source_names[][8] = { "main.c", "a.c", "b.c", "c.c" };
static struct source_file sources[] = {
	{ source_names[0], NULL, 0 }, { source_names[1], NULL, 0 },
	{ source_names[2], NULL, 0 }, { source_names[3], NULL, 0 },
};

static const struct submission main_c = { .language = "c", .files = sources, .file_count = 1 };

static const struct compile_result compiled = {
	.verdict = VERDICT_AC, .cpu_ns = 12345400, .wall_ns = 50000000,
};

static const struct test_result accepted = {
	.index = 0, .verdict = VERDICT_AC, .cpu_ns = 1234499, .wall_ns = 1234500,
	.memory_bytes = 3 << 20, .score = 1,
};

static const struct test_result wrong = {
	.index = 1, .verdict = VERDICT_WA, .reason = "token 4 of line 2: expected 17, got 18",
	.cpu_ns = 2000000, .memory_bytes = 1 << 20, .exit_code = 3, .message = "first\nsecond\n",
};

static const struct test_result crashed = {
	.index = 2, .verdict = VERDICT_RTE, .reason = "killed by SIGSEGV", .signal = 11,
	.borderline = true, .memory_estimated = true,
};

static struct judgement judgement_of(const struct test_result *test)
{
	struct judgement judgement = {
		.verdict = test->verdict,
		.cpu_ns = 2000000,
		.wall_ns = 3000000,
		.memory_bytes = 3 << 20,
		.score = test->score,
		.test_count = 3,
		.first_failed = test->verdict == VERDICT_AC ? -1 : (int32_t)test->index,
		.receipt = {
			.package_hash = "p1", .profile_hash = "p2", .language = "c",
			.toolchain = "gcc 12",
			.class = "native", .layers = "userns pidns seccomp",
			.cgroup_layout = "v1", .host = "here", .core = 1, .slot = 2,
			.time_limit_ns = 1000000000, .wall_limit_ns = 3000000000,
			.memory_limit_bytes = 1 << 30, .output_limit_bytes = 1 << 26,
			.process_limit = 64,
		},
	};

	memcpy(judgement.reason, test->reason, sizeof judgement.reason);
	return judgement;
}

/* ---- The JSON reporter ---------------------------------------------------------------------- */

/* Runs the JSON reporter over what is given; the caller frees the line. */
static char *json_of(const struct compile_result *compile, const struct test_result *const *tests,
		     const struct judgement *judgement)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);
	struct json_reporter json;

	json_reporter_init(&json, file, &sum, &main_c);
	if (compile)
		report_compile(&json.reporter, compile);
	for (; tests && *tests; tests++)
		report_test(&json.reporter, *tests);
	report_done(&json.reporter, judgement);
	json_reporter_free(&json);
	fclose(file);
	return text;
}

#define RECEIPT \
	"{\"package_hash\":\"p1\",\"profile_hash\":\"p2\",\"language\":\"c\"," \
	"\"toolchain\":\"gcc 12\",\"validators\":\"\",\"class\":\"native\",\"layers\":[\"userns\",\"pidns\",\"seccomp\"]," \
	"\"cgroup_layout\":\"v1\",\"host\":\"here\",\"core\":1,\"slot\":2," \
	"\"time_limit_ms\":1000.0,\"wall_limit_ms\":3000.0,\"memory_limit_bytes\":1073741824," \
	"\"output_limit_bytes\":67108864,\"process_limit\":64}"

static void the_object_is_that_of_the_design(void **state)
{
	const struct test_result *const tests[] = { &accepted, &wrong, NULL };
	struct judgement judgement = judgement_of(&wrong);
	autofree char *text = json_of(&compiled, tests, &judgement);

	(void)state;
	assert_string_equal(
		text,
		"{\"problem\":\"sum\",\"language\":\"c\",\"verdict\":\"WA\","
		"\"reason\":\"token 4 of line 2: expected 17, got 18\",\"score\":0.0,"
		"\"cpu_ms\":2.0,\"wall_ms\":3.0,\"memory_kib\":3072,"
		"\"compile\":{\"verdict\":\"AC\",\"cpu_ms\":12.345,\"output\":\"\","
		"\"cached\":false},"
		"\"tests\":[{\"name\":\"sample/1\",\"group\":\"sample\",\"verdict\":\"AC\","
		"\"reason\":\"\",\"cpu_ms\":1.234,\"wall_ms\":1.235,\"memory_kib\":3072,"
		"\"exit_code\":0,\"signal\":null,\"score\":1.0,\"message\":\"\"},"
		"{\"name\":\"secret/a/01\",\"group\":\"secret/a\",\"verdict\":\"WA\","
		"\"reason\":\"token 4 of line 2: expected 17, got 18\",\"cpu_ms\":2.0,"
		"\"wall_ms\":0.0,\"memory_kib\":1024,\"exit_code\":3,\"signal\":null,"
		"\"score\":0.0,\"message\":\"first\\nsecond\\n\"}],"
		"\"receipt\":" RECEIPT "}\n");
}

static void a_signal_takes_the_place_of_the_exit_code(void **state)
{
	autojson json_t *test = test_object(&sum, &crashed);

	(void)state;
	assert_true(json_is_null(json_object_get(test, "exit_code")));
	assert_int_equal(json_integer_value(json_object_get(test, "signal")), 11);
}

static void a_compile_error_carries_the_output(void **state)
{
	static struct compile_result failed = {
		.verdict = VERDICT_CE, .output = "x.c:1: \"no\"\n", .output_bytes = 12,
	};
	struct judgement judgement = { .verdict = VERDICT_CE, .first_failed = -1 };
	autofree char *text = json_of(&failed, NULL, &judgement);
	autojson json_t *line = json_loads(text, 0, NULL);
	const json_t *compile = json_object_get(line, "compile");

	(void)state;
	assert_string_equal(json_string_value(json_object_get(compile, "verdict")), "CE");
	assert_string_equal(json_string_value(json_object_get(compile, "output")),
			    "x.c:1: \"no\"\n");
	assert_int_equal(json_array_size(json_object_get(line, "tests")), 0);
}

static void a_judge_error_before_compiling_keeps_the_shape(void **state)
{
	struct judgement judgement = { .verdict = VERDICT_JE, .score = NAN, .first_failed = -1 };
	autofree char *text = json_of(NULL, NULL, &judgement);
	autojson json_t *line = json_loads(text, 0, NULL);
	const json_t *compile = json_object_get(line, "compile");

	(void)state;
	assert_int_equal(json_object_size(line), 11);
	assert_int_equal(json_object_size(compile), 4);
	assert_true(json_is_null(json_object_get(compile, "verdict")));
	assert_true(json_is_null(json_object_get(line, "score")));
}

static void a_result_of_damaged_bytes_is_still_one_valid_line(void **state)
{
	static struct compile_result compile;
	static struct test_result test;
	static struct judgement judgement;
	const struct test_result *const tests[] = { &test, NULL };
	autofree char *text = NULL;
	autojson json_t *line = NULL;

	(void)state;
	memset(&compile, 0xfe, sizeof compile);
	memset(&test, 0xfe, sizeof test);
	memset(&judgement, 0xfe, sizeof judgement);
	/* Any byte but 0 and 1 in a bool is undefined; who reads messages checks them. */
	compile.cached = test.borderline = test.memory_estimated = false;
	text = json_of(&compile, tests, &judgement);
	line = json_loads(text, 0, NULL);
	assert_non_null(line);
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
}

static void a_receipt_is_text_that_can_be_stored(void **state)
{
	struct judgement judgement = judgement_of(&wrong);
	char text[RECEIPT_JSON_MAX], small[8] = "before";
	struct error err = { 0 };

	(void)state;
	assert_int_equal(receipt_json(&judgement.receipt, text, sizeof text, &err), 0);
	assert_string_equal(text, RECEIPT);
	assert_int_equal(receipt_json(&judgement.receipt, text, strlen(RECEIPT) + 1, &err), 0);
	assert_int_equal(receipt_json(&judgement.receipt, text, strlen(RECEIPT), &err), -1);
	assert_int_equal(receipt_json(&judgement.receipt, small, sizeof small, &err), -1);
	assert_int_equal(err.kind, ERROR_SYSTEM);
	assert_string_equal(small, "before");
}

/* ---- The text reporter ---------------------------------------------------------------------- */

struct output {
	FILE *out, *bar;
	char *text, *bar_text;
	size_t size, bar_size;
};

static void output_open(struct output *output)
{
	output->out = open_memstream(&output->text, &output->size);
	output->bar = open_memstream(&output->bar_text, &output->bar_size);
}

/* A reporter on two pipes. */
static void start(struct text_reporter *text, struct output *output,
		  const struct submission *submission)
{
	output_open(output);
	text_reporter_init(text, terminal_of(output->out), terminal_of(output->bar), &sum,
			   submission);
}

static void output_close(struct output *output)
{
	fclose(output->out);
	fclose(output->bar);
	free(output->text);
	free(output->bar_text);
}

static void assert_output(struct output *output, const char *text, const char *bar_text)
{
	fflush(output->out);
	fflush(output->bar);
	assert_string_equal(output->text, text);
	assert_string_equal(output->bar_text, bar_text);
	output_close(output);
}

static void each_test_has_a_line_and_then_comes_a_summary(void **state)
{
	struct judgement judgement = judgement_of(&wrong);
	struct text_reporter text;
	struct output output;

	(void)state;
	start(&text, &output, &main_c);
	report_compile(&text.reporter, &compiled);
	report_test(&text.reporter, &accepted);
	report_test(&text.reporter, &wrong);
	report_done(&text.reporter, &judgement);
	text_reporter_end(&text);
	assert_output(&output,
		      "sum: main.c as c\n"
		      "compiled in 0.050 s\n"
		      "  test         verdict        CPU       memory  reason\n"
		      "  sample/1     AC         0.001 s        3 MiB\n"
		      "  secret/a/01  WA         0.002 s        1 MiB  "
		      "token 4 of line 2: expected 17, got 18\n"
		      "    | first\n"
		      "    | second\n"
		      "WA: wrong answer on secret/a/01: token 4 of line 2: expected 17, got 18\n"
		      "1 of 3 tests accepted, 1 not judged; slowest 0.002 s of 1.000 s, "
		      "largest 3 MiB of 1 GiB\n",
		      "");
}

static void a_crash_shows_its_standard_error_without_obeying_it(void **state)
{
	struct judgement judgement = judgement_of(&crashed);
	struct text_reporter text;
	struct output output;

	(void)state;
	memcpy(judgement.kept_error, "a\n\033[2Jb", 7);
	judgement.kept_error_bytes = 7;
	start(&text, &output, &main_c);
	report_test(&text.reporter, &crashed);
	report_done(&text.reporter, &judgement);
	assert_output(&output,
		      "  test         verdict        CPU       memory  reason\n"
		      "  secret/a/02  RTE        0.000 s         ~0 B  "
		      "killed by SIGSEGV (borderline)\n"
		      "standard error of the first test not accepted:\n"
		      "    | a\n"
		      "    | \ufffd[2Jb\n"
		      "RTE: run-time error on secret/a/02: killed by SIGSEGV\n"
		      "0 of 3 tests accepted, 2 not judged; slowest 0.002 s of 1.000 s, "
		      "largest 3 MiB of 1 GiB\n",
		      "");
}

static void after_a_compile_error_comes_what_the_compiler_said(void **state)
{
	static const struct compile_result failed = {
		.verdict = VERDICT_CE,
		.output = "main.c:1:1: error: no\n\n  int x\n  ^",
		.output_bytes = 34,
	};
	struct judgement judgement = {
		.verdict = VERDICT_CE, .reason = "main.c:1:1: error: no", .first_failed = -1,
		.test_count = 3,
	};
	struct text_reporter text;
	struct output output;

	(void)state;
	start(&text, &output, &main_c);
	report_compile(&text.reporter, &failed);
	report_done(&text.reporter, &judgement);
	assert_output(&output,
		      "sum: main.c as c\n"
		      "main.c:1:1: error: no\n"
		      "\n"
		      "  int x\n"
		      "  ^\n"
		      "CE: compile error: main.c:1:1: error: no\n",
		      "");
}

static void a_judge_error_that_came_first_is_all_there_is(void **state)
{
	struct judgement judgement = {
		.verdict = VERDICT_JE, .reason = "host overloaded", .first_failed = -1,
	};
	struct text_reporter text;
	struct output output;

	(void)state;
	start(&text, &output, &main_c);
	report_done(&text.reporter, &judgement);
	assert_output(&output, "JE: judge error: host overloaded\n", "");
}

static void many_files_are_counted_and_a_cached_compilation_is_said(void **state)
{
	struct submission four = { .language = "c", .files = sources, .file_count = 4 };
	static struct compile_result cached = { .verdict = VERDICT_AC, .cached = true };
	struct text_reporter text;
	struct output output;

	(void)state;
	start(&text, &output, &four);
	report_compile(&text.reporter, &cached);
	assert_output(&output, "sum: main.c, a.c, b.c and 1 more as c\ncompiled earlier\n", "");
}

static void long_texts_are_cut_to_their_first_lines(void **state)
{
	struct test_result test = wrong;
	struct text_reporter text;
	struct output output;
	const char *last;

	(void)state;
	memset(test.message, '\n', sizeof test.message);
	start(&text, &output, &main_c);
	report_test(&text.reporter, &test);
	fflush(output.out);
	last = strstr(output.text, "    | (more)\n");
	assert_non_null(last);
	assert_string_equal(last, "    | (more)\n");
	output_close(&output);
}

enum { MANY = 120 };

/* A problem of MANY tests, all of the same name, that are judged with the last one wrong. */
static void judge_many(struct text_reporter *text, struct output *output, unsigned out_width,
		       unsigned bar_width)
{
	static struct test_case tests[MANY];
	static struct problem problem = { .name = "many", .groups = groups, .group_count = 2,
					  .tests = tests, .test_count = MANY };
	struct terminal out = { output->out, out_width, false, out_width > 0 };
	struct terminal bar = { output->bar, bar_width, false, bar_width > 0 };

	for (size_t i = 0; i < MANY; i++)
		tests[i] = cases[1];
	text_reporter_init(text, out, bar, &problem, &main_c);
	text->progress.next_ns = 0;
	text->progress.interval_ns = INT64_MAX / 2;
	for (uint32_t i = 0; i < MANY; i++) {
		struct test_result test = i + 1 < MANY ? accepted : wrong;

		test.index = i;
		report_test(&text->reporter, &test);
	}
	text_reporter_end(text);
	fflush(output->out);
}

static void on_a_terminal_many_accepted_tests_are_a_bar(void **state)
{
	struct text_reporter text;
	struct output output;

	(void)state;
	output_open(&output);
	judge_many(&text, &output, 100, 60);
	assert_int_equal(text.accepted, MANY - 1);
	assert_output(&output,
		      "  test         verdict        CPU       memory  reason\n"
		      "  secret/a/01  WA         0.002 s        1 MiB  "
		      "token 4 of line 2: expected 17, got 18\n"
		      "    | first\n"
		      "    | second\n",
		      "\r[--------------------] 1/120 secret/a/01\033[K"
		      "\r\033[K"
		      "\r[####################] 120/120 secret/a/01\033[K"
		      "\r\033[K");
}

static size_t count_lines(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

static void on_a_pipe_every_test_has_its_line(void **state)
{
	static const unsigned widths[][2] = { { 0, 80 }, { 80, 0 }, { 0, 0 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(widths); i++) {
		struct text_reporter text;
		struct output output;

		output_open(&output);
		judge_many(&text, &output, widths[i][0], widths[i][1]);
		assert_int_equal(count_lines(output.text), MANY + 3);
		fflush(output.bar);
		assert_string_equal(output.bar_text, "");
		output_close(&output);
	}
}

static void verdicts_are_coloured_where_colours_are(void **state)
{
	struct judgement judgement = judgement_of(&wrong);
	struct text_reporter text;
	struct output output;

	(void)state;
	output_open(&output);
	text_reporter_init(&text, (struct terminal){ output.out, 80, true, true },
			   terminal_of(output.bar), &sum, &main_c);
	report_done(&text.reporter, &judgement);
	assert_output(&output,
		      "\033[31mWA\033[0m: wrong answer on secret/a/01: "
		      "token 4 of line 2: expected 17, got 18\n",
		      "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_object_is_that_of_the_design),
		cmocka_unit_test(a_signal_takes_the_place_of_the_exit_code),
		cmocka_unit_test(a_compile_error_carries_the_output),
		cmocka_unit_test(a_judge_error_before_compiling_keeps_the_shape),
		cmocka_unit_test(a_result_of_damaged_bytes_is_still_one_valid_line),
		cmocka_unit_test(a_receipt_is_text_that_can_be_stored),
		cmocka_unit_test(each_test_has_a_line_and_then_comes_a_summary),
		cmocka_unit_test(a_crash_shows_its_standard_error_without_obeying_it),
		cmocka_unit_test(after_a_compile_error_comes_what_the_compiler_said),
		cmocka_unit_test(a_judge_error_that_came_first_is_all_there_is),
		cmocka_unit_test(many_files_are_counted_and_a_cached_compilation_is_said),
		cmocka_unit_test(long_texts_are_cut_to_their_first_lines),
		cmocka_unit_test(on_a_terminal_many_accepted_tests_are_a_bar),
		cmocka_unit_test(on_a_pipe_every_test_has_its_line),
		cmocka_unit_test(verdicts_are_coloured_where_colours_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
