#include "util/string.h"

#include "util/cleanup.h"
#include "util/log.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void a_buffer_grows_and_stays_terminated(void **state)
{
	autostrbuf struct strbuf buffer = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		strbuf_printf(&buffer, "%03d,", i);
	strbuf_append(&buffer, "a\0b", 3);
	assert_int_equal(buffer.length, 4003);
	assert_memory_equal(buffer.text + 3996, "999,a\0b", 8);
}

static void appending_at_the_edge_of_the_capacity_fits(void **state)
{
	(void)state;
	for (size_t n = 60; n < 70; n++) {
		autostrbuf struct strbuf buffer = { 0 };

		for (size_t i = 0; i < n; i++)
			strbuf_append(&buffer, "x", 1);
		assert_int_equal(strlen(buffer.text), n);
		assert_true(buffer.capacity > n);
	}
}

static void a_taken_text_belongs_to_the_taker(void **state)
{
	struct strbuf buffer;
	autofree char *empty = NULL, *text = NULL;

	(void)state;
	strbuf_init(&buffer);
	empty = strbuf_take(&buffer);
	assert_string_equal(empty, "");
	strbuf_printf(&buffer, "%s", "mine");
	text = strbuf_take(&buffer);
	assert_string_equal(text, "mine");
	assert_null(buffer.text);
	assert_int_equal(buffer.length + buffer.capacity, 0);
}

static void slips_find_their_word(void **state)
{
	static const char *const keys[] = { "name", "compile", "run", "extends", "time_limit" };
	static const char *const slips[][2] = {
		{ "complie", "compile" }, { "compil", "compile" }, { "comppile", "compile" },
		{ "nane", "name" }, { "rnu", "run" }, { "timelimit", "time_limit" },
		{ "extend", "extends" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(slips); i++)
		assert_string_equal(text_nearest(slips[i][0], keys, ARRAY_SIZE(keys)), slips[i][1]);
}

static void far_words_find_nothing(void **state)
{
	static const char *const keys[] = { "name", "compile", "run", "x" };
	static const char *const words[] = { "memory", "", "y", "nnmm", "rxy", "cmple__" };
	char word[200];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		assert_null(text_nearest(words[i], keys, ARRAY_SIZE(keys)));
	memset(word, 'n', sizeof word - 1);
	word[sizeof word - 1] = '\0';
	assert_null(text_nearest(word, keys, ARRAY_SIZE(keys)));
	assert_null(text_nearest("name", NULL, 0));
}

static void the_nearest_of_several_wins(void **state)
{
	static const char *const keys[] = { "memory_limits", "memory_limit" };

	(void)state;
	assert_string_equal(text_nearest("memory_limt", keys, 2), "memory_limit");
	assert_string_equal(text_nearest("memory_limtis", keys, 2), "memory_limits");
}

static void assert_sanitised(const char *bytes, size_t size, const char *expected)
{
	char text[64];

	assert_int_equal(text_sanitise_utf8(bytes, size, text, sizeof text), strlen(expected));
	assert_string_equal(text, expected);
}

#define BAD "\xef\xbf\xbd"
#define SANITISED(literal, expected) assert_sanitised(literal, sizeof literal - 1, expected)

static void valid_text_stays_as_it_is(void **state)
{
	(void)state;
	SANITISED("", "");
	SANITISED("a\tb\n", "a\tb\n");
	SANITISED("\xc3\xa4 \xe2\x82\xac \xf0\x9f\x8e\x88 \xf4\x8f\xbf\xbf",
		  "\xc3\xa4 \xe2\x82\xac \xf0\x9f\x8e\x88 \xf4\x8f\xbf\xbf");
}

static void controls_are_replaced(void **state)
{
	(void)state;
	SANITISED("a\0b", "a" BAD "b");
	SANITISED("\x1b[31m", BAD "[31m");
	SANITISED("\r\x7f", BAD BAD);
	SANITISED("\xc2\x9b" "31m", BAD "31m");	/* CSI in one character */
	SANITISED("\xc2\xa0", "\xc2\xa0");
	SANITISED("a\xe2\x80\xae" "b", "a" BAD "b");	/* right-to-left override */
	SANITISED("\xe2\x80\xa8\xe2\x81\xa6\xe2\x81\xa9", BAD BAD BAD);
	SANITISED("\xe2\x80\xa7\xe2\x80\xaf\xe2\x81\xaa", "\xe2\x80\xa7\xe2\x80\xaf\xe2\x81\xaa");
}

static void invalid_utf8_is_replaced_byte_by_byte(void **state)
{
	(void)state;
	SANITISED("\xff", BAD);
	SANITISED("\x80", BAD);
	SANITISED("\xc3", BAD);
	SANITISED("\xe2\x82", BAD BAD);
	SANITISED("\xc3(", BAD "(");
	SANITISED("\xc0\xaf", BAD BAD);			/* overlong / */
	SANITISED("\xe0\x80\xaf", BAD BAD BAD);
	SANITISED("\xed\xa0\x80", BAD BAD BAD);		/* surrogate */
	SANITISED("\xf4\x90\x80\x80", BAD BAD BAD BAD);	/* above U+10FFFF */
}

static void output_is_bounded_and_never_half_a_character(void **state)
{
	char text[8];

	(void)state;
	for (size_t capacity = 0; capacity < sizeof text; capacity++) {
		size_t length;

		memset(text, '#', sizeof text);
		length = text_sanitise_utf8("\xe2\x82\xac\xe2\x82\xac", 6, text, capacity);
		assert_int_equal(length, capacity == 0 ? 0 : (capacity - 1) / 3 * 3);
		assert_int_equal(text[capacity], '#');
		if (capacity)
			assert_int_equal(text[length], '\0');
	}
}

static void a_path_is_one_line_and_keeps_its_end(void **state)
{
	char text[16];

	(void)state;
	assert_string_equal(text_path("a\nb\tc\x1b", text, sizeof text), "a b c" BAD);
	assert_string_equal(text_path("123456789012345", text, sizeof text), "123456789012345");
	assert_string_equal(text_path("1234567890123456", text, sizeof text), "...567890123456");
	assert_string_equal(text_path("\xe2\x82\xac" "4567890123456", text, sizeof text),
			    "...567890123456");
	/* Not from the middle of a character. */
	assert_string_equal(text_path("123\xe2\x82\xac" "78901234567", text, sizeof text),
			    "...78901234567");
	assert_string_equal(text_path("123456\xe2\x82\xac" "0123456", text, sizeof text),
			    "...56\xe2\x82\xac" "0123456");
}

static void durations_read_well(void **state)
{
	static const struct {
		int64_t ns;
		const char *text;
	} cases[] = {
		{ 0, "0 ns" }, { 999, "999 ns" }, { 1000, "1.0 us" }, { 999949, "999.9 us" },
		{ 999950, "1.0 ms" }, { 12300000, "12.3 ms" }, { 999949999, "999.9 ms" },
		{ 999950000, "1.000 s" }, { 1234000000, "1.234 s" }, { -1500000000, "-1.500 s" },
		{ INT64_MAX, "9223372036.855 s" }, { INT64_MIN, "-9223372036.855 s" },
	};
	char text[TEXT_HUMAN_MAX];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(text_duration(cases[i].ns, text), cases[i].text);
}

static void sizes_read_well(void **state)
{
	static const struct {
		int64_t bytes;
		const char *text;
	} cases[] = {
		{ 0, "0 B" }, { 1023, "1023 B" }, { 1024, "1 KiB" }, { 1536, "1.5 KiB" },
		{ 1048575, "1 MiB" }, { 128 << 20, "128 MiB" }, { -2048, "-2 KiB" },
		{ INT64_MAX, "8 EiB" }, { INT64_MIN, "-8 EiB" },
	};
	char text[TEXT_HUMAN_MAX];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_string_equal(text_bytes(cases[i].bytes, text), cases[i].text);
}

static void packed_strings_fill_exactly_their_array(void **state)
{
	char packed[9] = { 0 };

	(void)state;
	assert_int_equal(packed_count(packed), 0);
	assert_true(packed_append(packed, sizeof packed, "g++", 3));
	assert_false(packed_append(packed, sizeof packed, "-O23", 4));
	assert_false(packed_append(packed, sizeof packed, "", 0));
	assert_false(packed_append(packed, sizeof packed, "a\0b", 3));
	assert_memory_equal(packed, "g++\0\0\0\0\0", 9);
	assert_true(packed_append(packed, sizeof packed, "-O2", 3));
	assert_memory_equal(packed, "g++\0-O2\0", 9);
	assert_int_equal(packed_count(packed), 2);
	assert_string_equal(packed_next(packed), "-O2");
}

/* Runs the log with stderr in a pipe; returns what it wrote after the time. */
static const char *logged(void (*write_log)(void), char *text, size_t size)
{
	int ends[2], saved = dup(STDERR_FILENO);
	ssize_t length;

	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	write_log();
	dup2(saved, STDERR_FILENO);
	close(saved);
	length = read(ends[0], text, size - 1);
	close(ends[0]);
	assert_true(length >= 0);
	text[length] = '\0';
	return strchr(text, 'Z') ? strchr(text, 'Z') + 1 : text;
}

static void write_three(void)
{
	const struct log log = { .level = LOG_LEVEL_INFO, .component = "worker" };

	errno = EAGAIN;
	log_text(&log, LOG_LEVEL_DEBUG, "unseen");
	log_event(&log, LOG_LEVEL_DEBUG, "unseen");
	log_event(&log, LOG_LEVEL_WARNING, "lost\x1b", "job", "17", "a", "x \"y\"\n", "b", "");
	assert_int_equal(errno, EAGAIN);
}

static void write_long(void)
{
	const struct log log = { .level = LOG_LEVEL_ERROR };

	log_text(&log, LOG_LEVEL_ERROR, "%*s", 5000, "x");
}

static void write_json(void)
{
	const struct log log = { .level = LOG_LEVEL_INFO, .component = "worker",
				 .format = LOG_FORMAT_JSON };
	char longer[5000];

	memset(longer, '"', sizeof longer);
	longer[sizeof longer - 1] = '\0';
	errno = EAGAIN;
	log_text(&log, LOG_LEVEL_DEBUG, "unseen");
	log_text(&log, LOG_LEVEL_INFO, "%d slots", 3);
	log_event(&log, LOG_LEVEL_WARNING, "lost\x1b", "job", "17", "a",
		  "x \"y\"\n2026-01-01 info worker: forged\xff", "b", "");
	log_event(&log, LOG_LEVEL_ERROR, "long", "detail", longer, "after", "1");
	assert_int_equal(errno, EAGAIN);
}

static void as_json_a_message_is_one_object_a_line(void **state)
{
	char text[16384];

	(void)state;
	logged(write_json, text, sizeof text);
	assert_non_null(strstr(text, "Z\",\"level\":\"info\",\"component\":\"worker\","
				     "\"message\":\"3 slots\"}\n{"));
	assert_non_null(strstr(text, "Z\",\"level\":\"warning\",\"component\":\"worker\","
				     "\"message\":\"lost" BAD "\",\"job\":\"17\",\"a\":\"x \\\"y\\\""
				     "\\n2026-01-01 info worker: forged" BAD "\",\"b\":\"\"}\n{"));
	assert_string_equal(text + strlen(text) - 15, "\",\"after\":\"1\"}\n");
}

static void a_log_message_is_one_clean_line(void **state)
{
	enum log_level level = LOG_LEVEL_ERROR;
	char text[8192];

	(void)state;
	assert_string_equal(logged(write_three, text, sizeof text),
			    " warning worker: lost" BAD " job=17 a=\"x \\\"y\\\" \" b=\"\"\n");
	logged(write_long, text, sizeof text);
	assert_int_equal(strlen(text), LOG_LINE_MAX);
	assert_int_equal(text[LOG_LINE_MAX - 1], '\n');
	assert_true(log_level_parse("debug", &level));
	assert_int_equal(level, LOG_LEVEL_DEBUG);
	assert_false(log_level_parse("loud", &level));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_buffer_grows_and_stays_terminated),
		cmocka_unit_test(appending_at_the_edge_of_the_capacity_fits),
		cmocka_unit_test(a_taken_text_belongs_to_the_taker),
		cmocka_unit_test(slips_find_their_word),
		cmocka_unit_test(far_words_find_nothing),
		cmocka_unit_test(the_nearest_of_several_wins),
		cmocka_unit_test(valid_text_stays_as_it_is),
		cmocka_unit_test(controls_are_replaced),
		cmocka_unit_test(invalid_utf8_is_replaced_byte_by_byte),
		cmocka_unit_test(output_is_bounded_and_never_half_a_character),
		cmocka_unit_test(a_path_is_one_line_and_keeps_its_end),
		cmocka_unit_test(durations_read_well),
		cmocka_unit_test(sizes_read_well),
		cmocka_unit_test(packed_strings_fill_exactly_their_array),
		cmocka_unit_test(a_log_message_is_one_clean_line),
		cmocka_unit_test(as_json_a_message_is_one_object_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
