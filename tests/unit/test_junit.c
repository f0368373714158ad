#include "report/junit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *written(struct junit *junit)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	assert_non_null(file);
	junit_write(junit, file);
	fclose(file);
	junit_free(junit);
	return text;
}

static void suites_hold_their_cases_and_count_them(void **state)
{
	struct junit junit = { .count = 0 };
	char *text;

	(void)state;
	junit_add(&junit, &(struct junit_case){ "sum", "a.c", "sum", JUNIT_PASSED, NULL, "",
						1500000000 });
	junit_add(&junit, &(struct junit_case){ "gcd", "b.c", "gcd", JUNIT_ERROR, "slot died", "",
						0 });
	junit_add(&junit, &(struct junit_case){ "sum", "c.c", "sum", JUNIT_FAILED, "WA", "close",
						1000000 });
	text = written(&junit);
	assert_string_equal(
		text,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<testsuites tests=\"3\" failures=\"1\" errors=\"1\" time=\"1.501\">\n"
		"  <testsuite name=\"sum\" tests=\"2\" failures=\"1\" errors=\"0\" time=\"1.501\">\n"
		"    <testcase classname=\"sum\" name=\"a.c\" time=\"1.500\">\n"
		"    </testcase>\n"
		"    <testcase classname=\"sum\" name=\"c.c\" time=\"0.001\">\n"
		"      <failure message=\"WA\"/>\n"
		"      <system-out>close</system-out>\n"
		"    </testcase>\n"
		"  </testsuite>\n"
		"  <testsuite name=\"gcd\" tests=\"1\" failures=\"0\" errors=\"1\" time=\"0.000\">\n"
		"    <testcase classname=\"gcd\" name=\"b.c\" time=\"0.000\">\n"
		"      <error message=\"slot died\"/>\n"
		"    </testcase>\n"
		"  </testsuite>\n"
		"</testsuites>\n");
	free(text);
}

/* What XML cannot hold in any spelling, and what would end an attribute or an element. */
static void any_bytes_are_well_formed(void **state)
{
	struct junit junit = { .count = 0 };
	char *text;

	(void)state;
	junit_add(&junit, &(struct junit_case){
				  "s", "n", "c", JUNIT_FAILED,
				  "\"<a & b>\" \n\t\x01\x1b[0m \xff \xef\xbf\xbe \xef\xbf\xbf \xc3\xa4",
				  "]]>", 0 });
	text = written(&junit);
	assert_non_null(strstr(text, "message=\"&quot;&lt;a &amp; b&gt;&quot; &#10;&#9;\ufffd\ufffd[0m "
				     "\ufffd \ufffd \ufffd \u00e4\"/>"));
	assert_non_null(strstr(text, "<system-out>]]&gt;</system-out>"));
	free(text);
}

static void without_cases_it_is_still_a_document(void **state)
{
	struct junit junit = { .count = 0 };
	char *text = written(&junit);

	(void)state;
	assert_non_null(strstr(text, "<testsuites tests=\"0\" failures=\"0\" errors=\"0\" "
				     "time=\"0.000\">\n</testsuites>\n"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(suites_hold_their_cases_and_count_them),
		cmocka_unit_test(any_bytes_are_well_formed),
		cmocka_unit_test(without_cases_it_is_still_a_document),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
