/* Built-in checkers' shares and points, where there are scores and where there are none. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "pipeline/check.h"
#include "test_problem_load.h"

#define SCORING NEW "type: scoring\n"

/* A package of one group, whose answer has two lines. */
static void put_package(const struct fixture *f, const char *problem, const char *group,
			const char *checker)
{
	char line[80], rules[200];

	snprintf(line, sizeof line, "checker: %s\n", checker);
	put(f, "assize.yaml", line);
	put(f, "problem.yaml", problem);
	put(f, "data/secret/a/1.in", "");
	put(f, "data/secret/a/1.ans", strstr(checker, "points") ? "1\n" : "one\ntwo\n");
	snprintf(rules, sizeof rules, "%s%s", group, strcmp(checker, "dmoj-linematches") ? "" :
		 "output_validator_args: [point_distribution, \"1\", \"1\"]\n");
	put(f, "data/secret/a/test_group.yaml", rules);
}

/* What the package says of an output, as "WA", "AC", "AC 0.5 of it", "AC 3 points". */
static const char *judged(const struct fixture *f, const char *output)
{
	struct test_result result = { .verdict = VERDICT_AC, .points = NAN, .multiplier = NAN };
	static char text[1200];
	struct error err = { 0 };
	struct check check;
	struct loaded l;
	int length;

	load(f, &l);
	if (check_begin(&check, &l.tree, &l.problem, &l.problem.tests[0], NULL, &err) < 0) {
		unload(&l);
		return error_text(&err, text, sizeof text);
	}
	check_feed(&check, output, strlen(output));
	assert_int_equal(check_end(&check, &l.problem, NULL, &result, &err), 0);
	length = snprintf(text, sizeof text, "%s", verdict_code(result.verdict));
	if (!isnan(result.points))
		snprintf(text + length, sizeof text - (size_t)length, " %g points", result.points);
	if (!isnan(result.multiplier))
		snprintf(text + length, sizeof text - (size_t)length, " %g of it",
			 result.multiplier);
	assert_int_equal(result.verdict == VERDICT_WA, result.reason[0] != '\0');
	check_free(&check);
	unload(&l);
	return text;
}

static const char *const sharing[] = { "dmoj-linecount", "dmoj-linematches" };

static void a_share_counts_where_scores_are(void **state)
{
	for (size_t i = 0; i < 2; i++) {
		put_package(*state, SCORING, "max_score: 10\nscore_aggregation: sum\n",
			    sharing[i]);
		assert_string_equal(judged(*state, "one\ntwo\n"), "AC 1 of it");
		assert_string_equal(judged(*state, "one\n2\n"), "AC 0.5 of it");
		assert_string_equal(judged(*state, "1\n2\n"), "WA");
	}
}

static void a_share_is_not_all_where_all_or_nothing_counts(void **state)
{
	for (size_t i = 0; i < 4; i++) {
		put_package(*state, i < 2 ? NEW : SCORING, i < 2 ? "" : "max_score: 10\n",
			    sharing[i % 2]);
		assert_string_equal(judged(*state, "one\ntwo\n"), "AC");
		assert_string_equal(judged(*state, "one\n2\n"), "WA");
		assert_string_equal(judged(*state, "1\n2\n"), "WA");
		remove_all(*state, "data");
	}
}

static void points_need_a_score(void **state)
{
	const char *said;

	put_package(*state, SCORING, "max_score: 10\nscore_aggregation: min\n", "pointscmp");
	assert_string_equal(judged(*state, "4\n"), "AC 3 points");
	for (size_t i = 0; i < 2; i++) {
		remove_all(*state, "data");
		put_package(*state, i == 0 ? NEW : SCORING, i == 0 ? "" : "max_score: 10\n",
			    "pointscmp");
		said = judged(*state, "1\n");
		assert_non_null(strstr(said, "checker pointscmp gives points, but here only right "
				       "or wrong counts"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_share_counts_where_scores_are),
		TEST(a_share_is_not_all_where_all_or_nothing_counts),
		TEST(points_need_a_score),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
