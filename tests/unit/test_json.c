#include "report/json.h"
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

static void assert_written(json_t *json, const char *expected)
{
	autojson json_t *owned = json;
	autofree char *text = json_compact(owned);

	assert_string_equal(text, expected);
}

static void milliseconds_have_three_decimals_at_most(void **state)
{
	(void)state;
	assert_written(json_ms(12345000), "12.345");
	assert_written(json_ms(12345499), "12.345");
	assert_written(json_ms(12345500), "12.346");
	assert_written(json_ms(0), "0.0");
	assert_written(json_ms(499), "0.0");
	assert_written(json_ms(500), "0.001");
	assert_written(json_ms(86400123456789), "86400123.457");
	assert_written(json_ms(1100000), "1.1");
}

static void every_microsecond_is_written_as_it_is_read(void **state)
{
	(void)state;
	for (int64_t us = 1; us < INT64_C(100000000000); us = us * 3 + 7) {
		char expected[64];
		autojson json_t *json = json_ms(us * 1000);
		autofree char *text = json_compact(json);

		snprintf(expected, sizeof expected, "%lld.%03lld", (long long)us / 1000,
			 (long long)us % 1000);
		assert_true(strlen(text) <= strlen(expected));
		assert_true(strtod(text, NULL) == strtod(expected, NULL));
	}
}

static void any_bytes_become_valid_text(void **state)
{
	char array[4] = { 'a', 'b', 'c', 'd' };

	(void)state;
	assert_written(json_text("a\xff\0z", 4), "\"a\ufffd\ufffdz\"");
	assert_written(json_text("\"\n\\", 3), "\"\\\"\\n\\\\\"");
	assert_written(json_text("\xe2\x82", 2), "\"\ufffd\ufffd\"");
	assert_written(json_text("", 0), "\"\"");
	assert_written(json_chars(array), "\"abcd\"");
	assert_written(json_text_or_null(""), "null");
	assert_written(json_text_or_null("x"), "\"x\"");
}

static void what_json_has_no_number_for_is_null(void **state)
{
	(void)state;
	assert_written(json_number(NAN), "null");
	assert_written(json_number(INFINITY), "null");
	assert_written(json_number(37.5), "37.5");
	assert_written(json_number(0.1), "0.1");
}

static void a_full_disk_is_seen_by_who_asks(void **state)
{
	autojson json_t *object = json_object();
	autofclose FILE *full = fopen("/dev/full", "w");

	(void)state;
	assert_non_null(full);
	json_line(object, full);
	assert_true(ferror(full));
}

static void the_largest_receipt_fits(void **state)
{
	static const int bytes[] = { 0xff, '"', '\n', 'x' };
	struct error err = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bytes); i++) {
		struct receipt receipt;
		char text[RECEIPT_JSON_MAX];

		memset(&receipt, bytes[i], sizeof receipt);
		for (size_t j = 1; j < sizeof receipt.layers; j += 2)
			receipt.layers[j] = ' ';
		assert_int_equal(receipt_json(&receipt, text, sizeof text, &err), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(milliseconds_have_three_decimals_at_most),
		cmocka_unit_test(every_microsecond_is_written_as_it_is_read),
		cmocka_unit_test(any_bytes_become_valid_text),
		cmocka_unit_test(what_json_has_no_number_for_is_null),
		cmocka_unit_test(a_full_disk_is_seen_by_who_asks),
		cmocka_unit_test(the_largest_receipt_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
