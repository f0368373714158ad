#include "problem/glob.h"
#include "util/cleanup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void patterns_match_paths_and_what_is_below_them(void **state)
{
	static const struct {
		const char *pattern, *path;
		bool below, whole;
	} cases[] = {
		{ "accepted", "accepted", true, true },
		{ "accepted", "accepted/a.py", true, false },
		{ "accepted", "accepted2/a.py", false, false },
		{ "accepted2", "accepted", false, false },
		{ "accepted/*", "accepted/a.py", true, true },
		{ "accepted/*", "accepted/dir/a.py", true, false },
		{ "*", "accepted/a.py", true, false },
		{ "*.py", "accepted/a.py", false, false },
		{ "*/*.py", "accepted/a.py", true, true },
		{ "*/a.py", "x/accepted/a.py", false, false },
		{ "accepted/*.py", "accepted/.py", true, true },
		{ "accepted/*.py", "accepted/a.pyc", false, false },
		{ "accepted/*a*b", "accepted/aab", true, true },
		{ "accepted/*a*b", "accepted/aba", false, false },
		{ "s*/*-easy", "secret/1-easy", true, true },
		{ "s*/*-easy", "secret/1-easy/01", true, false },
		{ "s*t/1", "secret/2/1", false, false },
		{ "a/{x,yz}.py", "a/x.py", true, true },
		{ "a/{x,yz}.py", "a/yz.py", true, true },
		{ "a/{x,yz}.py", "a/y.py", false, false },
		{ "a/x{,2}.{c,py}", "a/x2.c", true, true },
		{ "a/x{,2}.{c,py}", "a/x.py", true, true },
		{ "a/x{,2}.{c,py}", "a/x3.py", false, false },
		{ "a/{*}.py", "a/long.py", true, true },
		{ "a{/b,}/c", "a/b/c", true, true },
		{ "a", "", false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_null(glob_fault(cases[i].pattern));
		if (glob_matches(cases[i].pattern, cases[i].path) != cases[i].below ||
		    glob_matches_whole(cases[i].pattern, cases[i].path) != cases[i].whole)
			fail_msg("%s over %s", cases[i].pattern, cases[i].path);
	}
}

static void what_is_no_pattern_says_why(void **state)
{
	static const char *const faults[] = {
		"", "/a", "a/", "a/**/b", "a[bc]", "a?", "a\\*", "a{b", "a}b", "{a,{b,c}}", "}a{",
		"{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}",
	};
	char longest[GLOB_BYTES_MAX + 1];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(faults); i++)
		if (!glob_fault(faults[i]))
			fail_msg("%s is taken", faults[i]);
	memset(longest, 'a', sizeof longest);
	longest[GLOB_BYTES_MAX] = '\0';
	assert_non_null(glob_fault(longest));
	longest[GLOB_BYTES_MAX - 1] = '\0';
	assert_null(glob_fault(longest));
}

/* Many stars over a long name: as slow as the square of its length at most. */
static void stars_do_not_multiply(void **state)
{
	char pattern[GLOB_BYTES_MAX] = "", path[4096];

	(void)state;
	for (size_t i = 0; i + 3 < sizeof pattern; i += 2)
		memcpy(pattern + i, "*a", 3);
	pattern[sizeof pattern - 2] = 'b';
	memset(path, 'a', sizeof path);
	path[sizeof path - 1] = '\0';
	assert_false(glob_matches(pattern, path));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_match_paths_and_what_is_below_them),
		cmocka_unit_test(what_is_no_pattern_says_why),
		cmocka_unit_test(stars_do_not_multiply),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
