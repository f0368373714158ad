#include "worker/health.h"

#include "util/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void fail_on(struct health *health, int64_t first, int64_t last)
{
	for (int64_t i = first; i <= last; i++)
		health_note(health, i, true);
}

static void three_different_failures_in_a_row_are_a_doubt(void **state)
{
	struct health health = { 0 };

	(void)state;
	fail_on(&health, 1, 2);
	assert_true(health_may_claim(&health));
	assert_false(health_wants_test(&health, 0));
	health_note(&health, 3, true);
	assert_false(health_may_claim(&health));
	assert_true(health_wants_test(&health, 0));
}

static void one_submission_that_fails_again_is_none(void **state)
{
	struct health health = { 0 };

	(void)state;
	for (int i = 0; i < 10; i++)
		health_note(&health, 7, true);
	assert_true(health_may_claim(&health));
}

static void a_success_in_between_ends_the_row(void **state)
{
	struct health health = { 0 };

	(void)state;
	fail_on(&health, 1, 2);
	health_note(&health, 3, false);
	fail_on(&health, 4, 5);
	assert_true(health_may_claim(&health));
}

static void a_failed_test_is_sickness_and_is_repeated(void **state)
{
	struct health health = { 0 };
	const int64_t later = HEALTH_RETEST_S * NS_PER_S;

	(void)state;
	fail_on(&health, 1, 3);
	health_begin(&health);
	assert_false(health_wants_test(&health, 0));
	assert_false(health_may_claim(&health));
	health_tested(&health, "no compiler", 0);
	assert_string_equal(health.reason, "no compiler");
	assert_true(health.is_news);
	assert_false(health_may_claim(&health));
	assert_false(health_wants_test(&health, later - 1));
	assert_true(health_wants_test(&health, later));
	health.is_news = false;
	health_begin(&health);
	health_tested(&health, "no compiler", later);
	assert_false(health.is_news);
	health_begin(&health);
	health_tested(&health, NULL, 2 * later);
	assert_true(health.is_news);
	assert_string_equal(health.reason, "");
	assert_true(health_may_claim(&health));
}

static void sickness_is_news_until_it_is_told(void **state)
{
	struct health health = { 0 };

	(void)state;
	health_repeat(&health);
	assert_false(health.is_news);
	health_tested(&health, "no compiler", 0);
	health_tested(&health, "no compiler", 0);
	assert_true(health.is_news);
	health.is_news = false;
	health_repeat(&health);
	assert_true(health.is_news);
}

static void who_is_well_starts_to_count_anew(void **state)
{
	struct health health = { 0 };

	(void)state;
	fail_on(&health, 1, 3);
	health_begin(&health);
	health_tested(&health, NULL, 0);
	assert_false(health.is_news);
	fail_on(&health, 1, 2);
	assert_true(health_may_claim(&health));
}

static void a_test_without_an_end_is_repeated(void **state)
{
	struct health health = { 0 };

	(void)state;
	fail_on(&health, 1, 3);
	health_begin(&health);
	for (int i = 1; i < HEALTH_DEATHS; i++) {
		assert_true(health_put_off(&health));
		assert_true(health_wants_test(&health, 0));
		assert_false(health_may_claim(&health));
		health_begin(&health);
	}
	assert_false(health_put_off(&health));
	health_tested(&health, "it died", 0);
	health_begin(&health);
	assert_true(health_put_off(&health));
}

static void deaths_in_a_row_are_a_doubt_whosever_they_are(void **state)
{
	struct health health = { 0 };

	(void)state;
	health_died(&health, 7, 0);
	health_died(&health, 7, 0);
	health_note(&health, 8, false);
	health_died(&health, 7, 0);
	health_died(&health, 7, 0);
	assert_false(health_wants_test(&health, 0));
	health_died(&health, 7, 0);
	assert_true(health_wants_test(&health, 0));
	health_begin(&health);
	health_tested(&health, NULL, 0);
	health_died(&health, 7, 0);
	health_died(&health, 7, 0);
	assert_false(health_wants_test(&health, 0));
}

/* How long nothing is claimed after a death at now, which is moved there. */
static int64_t pause_s(struct health *health, int64_t submission, int64_t *now)
{
	int64_t since = *now;

	health_died(health, submission, *now);
	health_tested(health, NULL, *now);
	while (!health_may_claim(health)) {
		assert_false(health_resumes(health, *now + NS_PER_S - 1));
		*now += NS_PER_S;
		health_resumes(health, *now);
	}
	return (*now - since) / NS_PER_S;
}

static void deaths_are_pauses_that_grow(void **state)
{
	static const int64_t expected[] = { 1, 2, 4, 8, 16, 30, 30 };
	struct health health = { 0 };
	int64_t now = 5 * NS_PER_S;

	(void)state;
	assert_false(health_resumes(&health, now));
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		assert_int_equal(pause_s(&health, (int64_t)i, &now), expected[i]);
	health_note(&health, 99, false);
	assert_int_equal(pause_s(&health, 100, &now), 1);
	for (int i = 0; i < 10; i++)
		assert_int_equal(pause_s(&health, 100, &now), 1);
	assert_int_equal(pause_s(&health, 101, &now), 2);
}

static void deaths_together_are_one_pause_which_a_verdict_ends(void **state)
{
	struct health health = { 0 };

	(void)state;
	health_died(&health, 1, NS_PER_S);
	health_died(&health, 2, NS_PER_S);
	assert_false(health_resumes(&health, 2 * NS_PER_S - 1));
	assert_false(health_may_claim(&health));
	assert_true(health_resumes(&health, 2 * NS_PER_S));
	assert_true(health_may_claim(&health));
	health_note(&health, 3, false);
	health_died(&health, 4, 3 * NS_PER_S);
	assert_false(health_may_claim(&health));
	health_note(&health, 5, false);
	assert_true(health_may_claim(&health));
}

static void only_who_is_well_blames_a_package(void **state)
{
	struct health health = { 0 };

	(void)state;
	health_blame(&health, "sum", "its validator crashes");
	health_blame(&health, "sum", "again");
	assert_int_equal(health.blamed_count, 1);
	assert_true(health_wants_test(&health, 0));
	health_begin(&health);
	health_tested(&health, "sick", 0);
	assert_int_equal(health.blamed_count, 0);
	health_begin(&health);
	health_tested(&health, NULL, 0);
	health_blame(&health, "sum", "its validator crashes");
	health_begin(&health);
	health_tested(&health, NULL, 0);
	assert_int_equal(health.blamed_count, 1);
	assert_string_equal(health.blamed[0].reason, "its validator crashes");
}

static void who_can_be_judged_is_not_blamed(void **state)
{
	struct health health = { 0 };

	(void)state;
	health_blame(&health, "sum", "its validator crashes");
	health_blame(&health, "guess", "so does its");
	health_absolve(&health, "hello");
	assert_int_equal(health.blamed_count, 2);
	health_absolve(&health, "sum");
	assert_int_equal(health.blamed_count, 1);
	assert_string_equal(health.blamed[0].problem, "guess");
	assert_true(health_wants_test(&health, 0));
}

static void more_blame_than_there_is_room_for_is_dropped(void **state)
{
	struct health health = { 0 };
	char name[8] = "p?";

	(void)state;
	for (int i = 0; i < 2 * HEALTH_BLAMED; i++) {
		name[1] = (char)('a' + i);
		health_blame(&health, name, "x");
	}
	assert_int_equal(health.blamed_count, HEALTH_BLAMED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_different_failures_in_a_row_are_a_doubt),
		cmocka_unit_test(one_submission_that_fails_again_is_none),
		cmocka_unit_test(a_success_in_between_ends_the_row),
		cmocka_unit_test(a_failed_test_is_sickness_and_is_repeated),
		cmocka_unit_test(sickness_is_news_until_it_is_told),
		cmocka_unit_test(who_is_well_starts_to_count_anew),
		cmocka_unit_test(a_test_without_an_end_is_repeated),
		cmocka_unit_test(deaths_in_a_row_are_a_doubt_whosever_they_are),
		cmocka_unit_test(deaths_are_pauses_that_grow),
		cmocka_unit_test(deaths_together_are_one_pause_which_a_verdict_ends),
		cmocka_unit_test(only_who_is_well_blames_a_package),
		cmocka_unit_test(who_can_be_judged_is_not_blamed),
		cmocka_unit_test(more_blame_than_there_is_room_for_is_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
