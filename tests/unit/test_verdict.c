#include "model/verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void every_verdict_is_found_by_its_code(void **state)
{
	static const char *const codes[] = { "AC", "WA", "TLE", "MLE", "OLE", "RTE", "CE", "JE" };

	(void)state;
	for (int i = VERDICT_AC; i < VERDICT_COUNT; i++) {
		enum verdict verdict = (enum verdict)i;

		assert_string_equal(verdict_code(verdict), codes[i - VERDICT_AC]);
		assert_int_equal(verdict_find(codes[i - VERDICT_AC]), verdict);
		assert_true(strlen(verdict_words(verdict)) > 5);
	}
}

static void other_words_are_no_verdict(void **state)
{
	static const char *const others[] = { "", "ac", "AC ", "A", "TLEX", "accepted" };

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		assert_int_equal(verdict_find(others[i]), VERDICT_NONE);
}

static void what_is_not_judged_or_no_verdict_has_no_code(void **state)
{
	(void)state;
	assert_string_equal(verdict_code(VERDICT_NONE), "");
	assert_string_equal(verdict_words(VERDICT_NONE), "not judged");
	assert_string_equal(verdict_code(VERDICT_COUNT), "");
	assert_string_equal(verdict_words(VERDICT_COUNT), "");
}

static void a_set_is_told_in_order(void **state)
{
	char text[64];

	(void)state;
	assert_string_equal(verdict_set_text(0, text, sizeof text), "");
	assert_string_equal(verdict_set_text(VERDICT_BIT(VERDICT_AC), text, sizeof text), "AC");
	assert_string_equal(verdict_set_text(VERDICT_BIT(VERDICT_RTE) | VERDICT_BIT(VERDICT_WA) |
					     VERDICT_BIT(VERDICT_TLE), text, sizeof text),
			    "WA or TLE or RTE");
	assert_string_equal(verdict_set_text(~0u, text, sizeof text),
			    "AC or WA or TLE or MLE or OLE or RTE or CE or JE");
}

static void a_set_that_does_not_fit_is_cut(void **state)
{
	char whole[64], text[64];

	(void)state;
	verdict_set_text(~0u, whole, sizeof whole);
	for (size_t size = 1; size <= strlen(whole); size++) {
		memset(text, '#', sizeof text);
		verdict_set_text(~0u, text, size);
		assert_int_equal(strlen(text), size - 1);
		assert_memory_equal(text, whole, size - 1);
		for (size_t i = size; i < sizeof text; i++)
			assert_int_equal(text[i], '#');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_verdict_is_found_by_its_code),
		cmocka_unit_test(other_words_are_no_verdict),
		cmocka_unit_test(what_is_not_judged_or_no_verdict_has_no_code),
		cmocka_unit_test(a_set_is_told_in_order),
		cmocka_unit_test(a_set_that_does_not_fit_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
