#include "report/contestant.h"
#include "report/json.h"
#include "report/text.h"
#include "util/cleanup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A scoring problem with a sample and a group of two cases. */
static char root_name[] = "", sample_name[] = "sample", secret_name[] = "secret/a";
static char names[][12] = { "sample/1", "secret/a/01", "secret/a/02" };
static struct test_case cases[] = {
	{ .name = names[0], .group = 1, .sample = true },
	{ .name = names[1], .group = 2 },
	{ .name = names[2], .group = 2 },
};
static const struct submission main_c = { .language = "c" };

static const struct test_result results[] = {
	{ .index = 0, .verdict = VERDICT_AC, .cpu_ns = 1000000, .score = 1 },
	{ .index = 1, .verdict = VERDICT_AC, .cpu_ns = 2000000, .score = 12.5 },
	{ .index = 2, .verdict = VERDICT_WA, .cpu_ns = 3000000, .memory_bytes = 1 << 20,
	  .reason = "line 1: expected 17, got 18", .difference = "line 1: got 18",
	  .message = "17 is the answer", .team_message = "look\nagain\n" },
};
static const struct group_result groups[] = {
	{ .index = 2, .verdict = VERDICT_WA, .score = 12.5, .reason = "secret/a/02: 17" },
	{ .index = 0, .verdict = VERDICT_WA, .score = 13.5 },
};

struct output {
	FILE *file;
	char *text;
	size_t size;
};

static struct problem problem_of(struct test_group *test_groups, enum feedback policy)
{
	test_groups[0] = (struct test_group){ .name = root_name, .feedback = policy };
	test_groups[1] = (struct test_group){ .name = sample_name, .feedback = policy };
	test_groups[2] = (struct test_group){ .name = secret_name, .feedback = policy };
	return (struct problem){ .name = "sum", .type = { .scoring = true }, .tests = cases,
				 .test_count = 3, .groups = test_groups, .group_count = 3 };
}

static void report_all(struct reporter *reporter)
{
	static const struct compile_result compiled = { .verdict = VERDICT_AC };
	struct judgement judgement = { .verdict = VERDICT_WA, .first_failed = 2, .score = 13.5,
				       .cpu_ns = 3000000, .test_count = 3 };

	memcpy(judgement.reason, results[2].reason, sizeof judgement.reason);
	report_compile(reporter, &compiled);
	for (size_t i = 0; i < ARRAY_SIZE(results); i++)
		report_test(reporter, &results[i]);
	for (size_t i = 0; i < ARRAY_SIZE(groups); i++)
		report_group(reporter, &groups[i]);
	report_done(reporter, &judgement);
}

static void assert_shown(enum feedback policy, bool json, const char *expected)
{
	struct test_group test_groups[3];
	struct problem problem = problem_of(test_groups, policy);
	struct contestant_reporter contestant;
	struct output output;

	output.file = open_memstream(&output.text, &output.size);
	contestant_reporter_init(&contestant, (struct terminal){ .file = output.file }, json,
				 &problem, &main_c);
	report_all(&contestant.collected.reporter);
	contestant_reporter_free(&contestant);
	fclose(output.file);
	assert_string_equal(output.text, expected);
	free(output.text);
}

static void what_is_told_is_shown(void **state)
{
	(void)state;
	assert_shown(FEEDBACK_NONE, false, "judged; this problem tells no verdict\n");
	assert_shown(FEEDBACK_VERDICT, false,
		     "  group     verdict    score\n"
		     "  secret/a  WA          12.5\n"
		     "WA: wrong answer; score 13.5\n");
	assert_shown(FEEDBACK_DIFFERENCE, false,
		     "  test         verdict  reason\n"
		     "  secret/a/02  WA       line 1: got 18\n"
		     "    | look\n"
		     "    | again\n"
		     "  group     verdict    score\n"
		     "  secret/a  WA          12.5\n"
		     "WA: wrong answer on secret/a/02: line 1: got 18; score 13.5\n");
}

static void for_programs_what_is_not_told_is_null(void **state)
{
	(void)state;
	assert_shown(FEEDBACK_NONE, true,
		     "{\"problem\":\"sum\",\"language\":\"c\",\"feedback\":\"none\",\"verdict\":null,"
		     "\"score\":null,\"reason\":\"\",\"cpu_ms\":null,\"memory_kib\":null,"
		     "\"compile\":null,\"tests\":[],\"groups\":[]}\n");
	assert_shown(FEEDBACK_FIRST_TEST, true,
		     "{\"problem\":\"sum\",\"language\":\"c\",\"feedback\":\"first-test\","
		     "\"verdict\":\"WA\",\"score\":13.5,\"reason\":\"\",\"cpu_ms\":null,"
		     "\"memory_kib\":null,\"compile\":null,"
		     "\"tests\":[{\"name\":\"secret/a/02\",\"verdict\":\"WA\",\"reason\":\"\","
		     "\"message\":\"\",\"cpu_ms\":null,\"memory_kib\":null}],"
		     "\"groups\":[{\"name\":\"secret/a\",\"verdict\":\"WA\",\"score\":12.5},"
		     "{\"name\":\"\",\"verdict\":\"WA\",\"score\":13.5}]}\n");
	assert_shown(FEEDBACK_MESSAGE, true,
		     "{\"problem\":\"sum\",\"language\":\"c\",\"feedback\":\"message\","
		     "\"verdict\":\"WA\",\"score\":13.5,\"reason\":\"\",\"cpu_ms\":3.0,"
		     "\"memory_kib\":0,\"compile\":null,"
		     "\"tests\":[{\"name\":\"secret/a/02\",\"verdict\":\"WA\",\"reason\":\"\","
		     "\"message\":\"look\\nagain\\n\",\"cpu_ms\":3.0,\"memory_kib\":1024}],"
		     "\"groups\":[{\"name\":\"secret/a\",\"verdict\":\"WA\",\"score\":12.5},"
		     "{\"name\":\"\",\"verdict\":\"WA\",\"score\":13.5}]}\n");
}

/* ---- The same scores for judges ------------------------------------------------------------- */

static void scores_have_columns_and_groups_a_table(void **state)
{
	struct test_group test_groups[3];
	struct problem problem = problem_of(test_groups, FEEDBACK_NONE);
	struct text_reporter text;
	struct output output;

	(void)state;
	output.file = open_memstream(&output.text, &output.size);
	text_reporter_init(&text, (struct terminal){ .file = output.file },
			   (struct terminal){ .file = output.file }, &problem, &main_c);
	report_all(&text.reporter);
	text_reporter_end(&text);
	fclose(output.file);
	assert_non_null(strstr(output.text,
			       "  test         verdict    score        CPU       memory  reason\n"));
	assert_non_null(strstr(output.text, "  secret/a/01  AC          12.5    0.002 s"));
	assert_non_null(strstr(output.text, "  group     verdict    score  reason\n"
					    "  secret/a  WA          12.5  secret/a/02: 17\n"));
	assert_non_null(strstr(output.text, "; score 13.5\n"));
	free(output.text);
}

static void json_has_groups_where_there_are_scores(void **state)
{
	struct test_group test_groups[3];
	struct problem problem = problem_of(test_groups, FEEDBACK_NONE);
	struct json_reporter json;
	struct output output;

	(void)state;
	output.file = open_memstream(&output.text, &output.size);
	json_reporter_init(&json, output.file, &problem, &main_c);
	report_all(&json.reporter);
	json_reporter_free(&json);
	fclose(output.file);
	assert_non_null(strstr(output.text,
			       ",\"groups\":[{\"name\":\"secret/a\",\"verdict\":\"WA\","
			       "\"score\":12.5,\"reason\":\"secret/a/02: 17\"},{\"name\":\"\","
			       "\"verdict\":\"WA\",\"score\":13.5,\"reason\":\"\"}]}\n"));
	free(output.text);
}

/* A judge that was taken over tells of more tests and groups than there are. */
static void no_more_is_kept_than_the_problem_has(void **state)
{
	struct test_group test_groups[3];
	struct problem problem = problem_of(test_groups, FEEDBACK_FULL);
	struct collection collection;

	(void)state;
	collection_init(&collection, &problem);
	for (size_t i = 0; i < 100; i++) {
		report_test(&collection.reporter, &results[0]);
		report_group(&collection.reporter, &groups[0]);
	}
	assert_int_equal(collection.test_count, 3);
	assert_int_equal(collection.group_count, 3);
	collection_free(&collection);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_told_is_shown),
		cmocka_unit_test(for_programs_what_is_not_told_is_null),
		cmocka_unit_test(scores_have_columns_and_groups_a_table),
		cmocka_unit_test(json_has_groups_where_there_are_scores),
		cmocka_unit_test(no_more_is_kept_than_the_problem_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
