#include "util/yaml.h"

#include "util/cleanup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Runs one loader on "v: text" into member; err holds the failure. */
static int convert(yaml_loader *load, const char *text, struct yaml_field field, void *member,
		   struct error *err)
{
	autoyaml struct yaml *doc = NULL;
	char file[256];

	field.key = "v";
	*err = (struct error){ 0 };
	snprintf(file, sizeof file, "v: %s\n", text);
	assert_int_equal(yaml_parse("t.yaml", file, strlen(file), 0, &doc, err), 0);
	return load(doc, yaml_get(doc, yaml_root(doc), "v"), &field, member, err);
}

static void assert_value(yaml_loader *load, const char *text, int64_t expected)
{
	struct yaml_field field = { .size = sizeof expected, .min = INT64_MIN };
	int64_t value = -77;
	struct error err;

	assert_int_equal(convert(load, text, field, &value, &err), 0);
	assert_true(value == expected);
}

static void assert_refused(yaml_loader *load, const char *text, const char *message)
{
	struct yaml_field field = { .size = sizeof(int64_t), .min = 0, .max = INT64_MAX };
	int64_t value = -77;
	struct error err;
	char expected[512];

	assert_int_equal(convert(load, text, field, &value, &err), -1);
	snprintf(expected, sizeof expected, "v: %s", message);
	assert_string_equal(err.message, expected);
	assert_int_equal(err.kind, ERROR_USAGE);
	assert_int_equal(err.line, 1);
	assert_int_equal(err.column, 4);
	assert_int_equal(value, -77);
}

static void integers_are_exact(void **state)
{
	(void)state;
	assert_value(yaml_integer, "0", 0);
	assert_value(yaml_integer, "-12", -12);
	assert_value(yaml_integer, "9223372036854775807", INT64_MAX);
	assert_value(yaml_integer, "-9223372036854775808", INT64_MIN);
	assert_refused(yaml_integer, "9223372036854775808", "9223372036854775808 is too large");
	assert_refused(yaml_integer, "-1", "-1 is less than 0");
	assert_refused(yaml_integer, "'1'",
		       "\"1\" is quoted, which makes it text; write it plain");
	for (size_t i = 0; i < 8; i++) {
		static const char *const words[] = { "010", "0x10", "1.0", "1e3", "2s", "--1", "+1",
						     "1_000" };
		char message[128];

		snprintf(message, sizeof message,
			 "\"%s\" is not a whole number; write digits, such as 12", words[i]);
		assert_refused(yaml_integer, words[i], message);
	}
}

static void limits_are_inclusive_and_named(void **state)
{
	struct yaml_field field = { .size = sizeof(int64_t), .min = 2, .max = 4 };
	int64_t value = 0;
	struct error err;

	(void)state;
	assert_int_equal(convert(yaml_integer, "2", field, &value, &err), 0);
	assert_int_equal(convert(yaml_integer, "4", field, &value, &err), 0);
	assert_int_equal(convert(yaml_integer, "1", field, &value, &err), -1);
	assert_string_equal(err.message, "v: 1 is less than 2");
	assert_int_equal(convert(yaml_integer, "5", field, &value, &err), -1);
	assert_string_equal(err.message, "v: 5 is more than 4");
	field.max = INT64_C(2000000000);
	assert_int_equal(convert(yaml_duration, "2001ms", field, &value, &err), -1);
	assert_string_equal(err.message, "v: 2001ms is more than 2.000 s");
	assert_int_equal(convert(yaml_seconds, "2.1", field, &value, &err), -1);
	assert_string_equal(err.message, "v: 2.1 is more than 2.000 s");
	field.max = 1 << 20;
	assert_int_equal(convert(yaml_bytes, "2MiB", field, &value, &err), -1);
	assert_string_equal(err.message, "v: 2MiB is more than 1 MiB");
	assert_int_equal(value, 4);
}

static void doubles_are_finite(void **state)
{
	struct yaml_field field = { .size = sizeof(double), .max = 3 };
	double value = 0;
	struct error err;

	(void)state;
	assert_int_equal(convert(yaml_double, "2.5", field, &value, &err), 0);
	assert_true(value > 2.4999 && value < 2.5001);
	assert_int_equal(convert(yaml_double, "3", field, &value, &err), 0);
	assert_int_equal(convert(yaml_double, "3.01", field, &value, &err), -1);
	assert_string_equal(err.message, "v: 3.01 is more than 3");
	assert_int_equal(convert(yaml_double, "-0.5", field, &value, &err), -1);
	assert_string_equal(err.message, "v: -0.5 is less than 0");
	assert_refused(yaml_double, "1e999", "1e999 is too large");
	for (size_t i = 0; i < 8; i++) {
		static const char *const words[] = { "nan", ".nan", "inf", "-.inf", "0x1p3", "1,5",
						     "e5", "1.5s" };
		char message[128];

		snprintf(message, sizeof message,
			 "\"%s\" is not a number; write a bare one, such as 1.5", words[i]);
		assert_refused(yaml_double, words[i], message);
	}
}

static void durations_are_exact(void **state)
{
	(void)state;
	assert_value(yaml_duration, "10s", INT64_C(10000000000));
	assert_value(yaml_duration, "500ms", 500000000);
	assert_value(yaml_duration, "20us", 20000);
	assert_value(yaml_duration, "2m", INT64_C(120000000000));
	assert_value(yaml_duration, "1.5h", INT64_C(5400000000000));
	assert_value(yaml_duration, "0.1s", 100000000);
	assert_value(yaml_duration, "0.123456789s", 123456789);
	assert_value(yaml_duration, "0.1234567890000s", 123456789);
	assert_value(yaml_duration, "0.0000000001m", 6);
	assert_value(yaml_duration, "9223372036.854775807s", INT64_MAX);
}

static void bad_durations_name_the_cure(void **state)
{
	(void)state;
	assert_refused(yaml_duration, "10", "\"10\" has no unit; write 10s or 10ms");
	assert_refused(yaml_duration, "1.5", "\"1.5\" has no unit; write 1.5s or 1.5ms");
	assert_refused(yaml_duration, "10sec",
		       "\"10sec\" has no known unit; did you mean \"10s\"?");
	assert_refused(yaml_duration, "10 s", "\"10 s\" has no known unit; did you mean \"10s\"?");
	assert_refused(yaml_duration, "1.5Min",
		       "\"1.5Min\" has no known unit; did you mean \"1.5m\"?");
	assert_refused(yaml_duration, "3d", "unknown unit \"d\"; one of: s, ms, us, m, h");
	assert_refused(yaml_duration, "-1s", "-1s is negative");
	assert_refused(yaml_duration, "fast",
		       "\"fast\" is not a duration; write one such as 500ms or 1.5s");
	assert_refused(yaml_duration, "'1s'",
		       "\"1s\" is quoted, which makes it text; write it plain");
	assert_refused(yaml_duration, "0.1234567891s", "0.1234567891s is finer than a nanosecond");
	assert_refused(yaml_duration, "1.00000000001s",
		       "1.00000000001s is finer than a nanosecond");
	assert_refused(yaml_duration, "9223372036.854775808s",
		       "9223372036.854775808s is too large");
	assert_refused(yaml_duration, "3000000h", "3000000h is too large");
	assert_refused(yaml_duration, "99999999999999999999s",
		       "99999999999999999999s is too large");
}

static void sizes_are_exact(void **state)
{
	(void)state;
	assert_value(yaml_bytes, "0B", 0);
	assert_value(yaml_bytes, "4096B", 4096);
	assert_value(yaml_bytes, "64KiB", 65536);
	assert_value(yaml_bytes, "128MiB", 134217728);
	assert_value(yaml_bytes, "1GiB", INT64_C(1073741824));
	assert_value(yaml_bytes, "2TiB", INT64_C(2199023255552));
}

static void bad_sizes_name_the_cure(void **state)
{
	(void)state;
	assert_refused(yaml_bytes, "1GB", "\"1GB\" has no known unit; did you mean \"1GiB\"?");
	assert_refused(yaml_bytes, "1G", "\"1G\" has no known unit; did you mean \"1GiB\"?");
	assert_refused(yaml_bytes, "64kb", "\"64kb\" has no known unit; did you mean \"64KiB\"?");
	assert_refused(yaml_bytes, "256", "\"256\" has no unit; write 256MiB or 256B");
	assert_refused(yaml_bytes, "1PiB", "unknown unit \"PiB\"; one of: MiB, B, KiB, GiB, TiB");
	assert_refused(yaml_bytes, "1.5GiB",
		       "\"1.5GiB\" has a fraction; write a whole number of a smaller unit");
	assert_refused(yaml_bytes, "-1B", "-1B is negative");
	assert_refused(yaml_bytes, "8388608TiB", "8388608TiB is too large");
	assert_refused(yaml_bytes, "lots",
		       "\"lots\" is not a size; write one such as 64KiB or 256MiB");
}

static void seconds_are_bare_numbers(void **state)
{
	(void)state;
	assert_value(yaml_seconds, "1", 1000000000);
	assert_value(yaml_seconds, "0.1", 100000000);
	assert_value(yaml_seconds, "1e-3", 1000000);
	assert_value(yaml_seconds, "1.001", INT64_C(1001000000));	/* not 1000999999 */
	assert_refused(yaml_seconds, "1.5s",
		       "\"1.5s\" is not a number; write a bare one, such as 1.5");
	assert_refused(yaml_seconds, "-0.1", "-0.1 is negative");
	assert_refused(yaml_seconds, "1e11", "1e11 is too large");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers_are_exact),
		cmocka_unit_test(limits_are_inclusive_and_named),
		cmocka_unit_test(doubles_are_finite),
		cmocka_unit_test(durations_are_exact),
		cmocka_unit_test(bad_durations_name_the_cure),
		cmocka_unit_test(sizes_are_exact),
		cmocka_unit_test(bad_sizes_name_the_cure),
		cmocka_unit_test(seconds_are_bare_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
