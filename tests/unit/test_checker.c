/* The default validator: a table of cases with their reasons, and places. */
#include "checker/checker.h"
#include "util/cleanup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Literals that may contain NUL. */
#define BYTES(literal) (literal), sizeof(literal) - 1
#define CASE "case_sensitive\0"
#define SPACE "space_change_sensitive\0"
#define ABSOLUTE(e) "float_absolute_tolerance\0" e "\0"
#define RELATIVE(e) "float_relative_tolerance\0" e "\0"
#define BOTH(e) "float_tolerance\0" e "\0"
#define X10 "xxxxxxxxxx"
#define X40 X10 X10 X10 X10

struct row {
	const char *args;
	const char *answer;
	size_t answer_size;
	const char *output;
	size_t output_size;
	const char *reason;	/* NULL: accepted */
};

static const struct row rows[] = {
	/* tokens and spaces */
	{ "", BYTES(""), BYTES(""), NULL },
	{ "", BYTES(""), BYTES(" \n\t\v\f\r"), NULL },
	{ "", BYTES(" \n\t\v\f\r"), BYTES(""), NULL },
	{ "", BYTES("1 2 3\n"), BYTES("1 2 3\n"), NULL },
	{ "", BYTES("1 2 3\n"), BYTES("1 2 3"), NULL },
	{ "", BYTES("1 2 3"), BYTES("1 2 3\n"), NULL },
	{ "", BYTES("1 2 3\n"), BYTES("\n 1\r\n2\t\v\f3  "), NULL },
	{ "", BYTES("1 2\n3 17\n"), BYTES("1 2\n3\n"),
	  "token 2 of line 2: expected 17, got end of file" },
	{ "", BYTES("1\n2\nabc\n"), BYTES("1\n2\nabd\n"), "line 3: expected \"abc\", got \"abd\"" },
	{ "", BYTES("1\n2\n"), BYTES("1\n2\n3\n"), "line 3: expected end of file, got 3" },
	{ "", BYTES("1 2"), BYTES("1 2 3"), "token 3 of line 1: expected end of file, got 3" },
	{ "", BYTES("12 3"), BYTES("1 23"), "token 1 of line 1: expected 12, got 1" },
	{ "", BYTES("1 23"), BYTES("12 3"), "token 1 of line 1: expected 1, got 12" },
	{ "", BYTES("1 23"), BYTES("1 2"), "token 2 of line 1: expected 23, got 2" },
	{ "", BYTES("1 2"), BYTES("1 23"), "token 2 of line 1: expected 2, got 23" },
	{ "", BYTES("ab"), BYTES("a b"), "line 1: expected \"ab\", got \"a\"" },
	{ "", BYTES("a b"), BYTES("ab"), "token 1 of line 1: expected \"a\", got \"ab\"" },
	{ "", BYTES("1"), BYTES("01"), "line 1: expected 1, got 01" },
	{ "", BYTES("1"), BYTES("1.0"), "line 1: expected 1, got 1.0" },
	{ "", BYTES(" 1 \n\n x"), BYTES("1 y"), "line 3: expected \"x\", got \"y\"" },
	/* no output */
	{ "", BYTES("1\n"), BYTES(""), "no output" },
	{ "", BYTES("1\n"), BYTES(" \n\n"), "no output" },
	{ SPACE, BYTES("1\n"), BYTES(""), "no output" },
	{ SPACE, BYTES("1\n"), BYTES("\n"), "no output" },
	{ SPACE, BYTES("\n"), BYTES(""), "no output" },
	{ SPACE, BYTES("1\n"), BYTES("\n1"), "line 1, column 1: expected 1, got a newline" },
	/* case */
	{ "", BYTES("Yes NO\n"), BYTES("yES no\n"), NULL },
	{ "", BYTES("[\\]^_`"), BYTES("{|}~\x7f@"),
	  "line 1: expected \"[\\]^_`\", got \"{|}~�@\"" },
	{ "", BYTES("\xc3\x84"), BYTES("\xc3\xa4"), "line 1: expected \"Ä\", got \"ä\"" },
	{ CASE, BYTES("Yes"), BYTES("Yes"), NULL },
	{ CASE, BYTES("Yes"), BYTES("yes"), "line 1: expected \"Yes\", got \"yes\"" },
	/* spaces that count */
	{ SPACE, BYTES("a b\n"), BYTES("A b\n"), NULL },
	{ SPACE, BYTES("a b\n"), BYTES("a  b\n"),
	  "line 1, column 3: expected \"b\", got a space" },
	{ SPACE, BYTES("a  b\n"), BYTES("a b\n"),
	  "line 1, column 3: expected a space, got \"b\"" },
	{ SPACE, BYTES("a b\n"), BYTES("a\tb\n"),
	  "line 1, column 2: expected a space, got a tab" },
	{ SPACE, BYTES("a\n"), BYTES("a"),
	  "line 1, column 2: expected a newline, got end of file" },
	{ SPACE, BYTES("a"), BYTES("a\n"),
	  "line 1, column 2: expected end of file, got a newline" },
	{ SPACE, BYTES("a\n"), BYTES("a\r\n"),
	  "line 1, column 2: expected a newline, got a carriage return" },
	{ SPACE, BYTES("a\n"), BYTES(" a\n"), "line 1, column 1: expected \"a\", got a space" },
	{ SPACE, BYTES(" \n"), BYTES("  "),
	  "line 1, column 2: expected a newline, got a space" },
	{ SPACE, BYTES("a\n"), BYTES("a\nb"), "line 2: expected end of file, got \"b\"" },
	{ SPACE, BYTES("a\nb c"), BYTES("a\nbc"), "token 1 of line 2: expected \"b\", got \"bc\"" },
	{ SPACE BOTH("0.1"), BYTES("1.0 2\n"), BYTES("1 2.0\n"), NULL },
	/* bytes */
	{ "", BYTES("a\0b"), BYTES("a\0b"), NULL },
	{ "", BYTES("a\0b"), BYTES("a\0c"), "line 1: expected \"a�b\", got \"a�c\"" },
	{ "", BYTES("a\0b"), BYTES("a b"), "line 1: expected \"a�b\", got \"a\"" },
	{ "", BYTES("\x01"), BYTES("\x02"),
	  "line 1: expected \"�\", got \"�\" (byte 1 differs)" },
	{ "", BYTES("a"), BYTES("\xef\xbb\xbf" "a"),
	  "line 1: expected \"a\", got \"\xef\xbb\xbf" "a\"" },
	{ "", BYTES("1\x0e" "2"), BYTES("1 2"), "line 1: expected \"1�2\", got 1" },
	{ "", BYTES("1\x08" "2"), BYTES("1 2"), "line 1: expected \"1�2\", got 1" },
	{ "", BYTES("1\x1f" "2"), BYTES("1 2"), "line 1: expected \"1�2\", got 1" },
	/* long tokens */
	{ "", BYTES(X40 "x"), BYTES(X40 "X"), NULL },
	{ "", BYTES("A[" X40), BYTES("a{" X40),
	  "line 1: expected \"A[" X10 X10 X10 "xxxxxxxx\"..., got \"a{" X10 X10 X10
	  "xxxxxxxx\"..." },
	{ "", BYTES("A@" X40), BYTES("a`" X40),
	  "line 1: expected \"A@" X10 X10 X10 "xxxxxxxx\"..., got \"a`" X10 X10 X10
	  "xxxxxxxx\"..." },
	{ "", BYTES("y" X40), BYTES(X40),
	  "line 1: expected \"y" X10 X10 X10 "xxxxxxxxx\"..., got \""
	  X40 "\"" },
	{ "", BYTES(X40 "xxy"), BYTES(X40 "xxz"), "line 1: expected \"" X40 "\"..., got \"" X40
	  "\"... (byte 43 differs)" },
	{ "", BYTES(X10 X10 X10 "xxxxxxxxx\xc3\xa4xx"), BYTES("a"),
	  "line 1: expected \"" X10 X10 X10 "xxxxxxxxx\"..., got \"a\"" },
	/* numbers */
	{ BOTH("1e-6"), BYTES("1.0"), BYTES("1.0000005"), NULL },
	{ BOTH("1e-6"), BYTES("1.0"), BYTES("1.0000011"), "line 1: expected 1.0, got 1.0000011" },
	{ ABSOLUTE("0.1"), BYTES("0.2"), BYTES("0.3"), NULL },
	{ ABSOLUTE("0.1"), BYTES("0.2"), BYTES("0.300000000000000000000000000000000001"),
	  "line 1: expected 0.2, got 0.300000000000000000000000000000000001" },
	{ RELATIVE("0.01"), BYTES("100"), BYTES("101"), NULL },
	{ RELATIVE("0.01"), BYTES("100"), BYTES("99"), NULL },
	{ RELATIVE("0.01"), BYTES("-100"), BYTES("-101"), NULL },
	{ RELATIVE("0.01"), BYTES("100"), BYTES("101.01"), "line 1: expected 100, got 101.01" },
	{ RELATIVE("0.01"), BYTES("0"), BYTES("0.0"), NULL },
	{ RELATIVE("0.01"), BYTES("0"), BYTES("-0e5"), NULL },
	{ RELATIVE("0.01"), BYTES("0"), BYTES("1e-300"), "line 1: expected 0, got 1e-300" },
	{ ABSOLUTE("1") RELATIVE("0"), BYTES("5"), BYTES("6"), NULL },
	{ ABSOLUTE("0") RELATIVE("1"), BYTES("5"), BYTES("10"), NULL },
	{ ABSOLUTE("1") ABSOLUTE("0"), BYTES("5"), BYTES("6"), "line 1: expected 5, got 6" },
	{ BOTH("1e-6"), BYTES("1"), BYTES("+1.e0"), NULL },
	{ BOTH("1e-6"), BYTES("0.5"), BYTES(".5"), NULL },
	{ BOTH("1e-6"), BYTES("1E5"), BYTES("100000"), NULL },
	{ CASE BOTH("1e-6"), BYTES("1E5"), BYTES("1e5"), NULL },
	{ BOTH("1e-6"), BYTES("1"), BYTES("x"), "line 1: expected 1, got \"x\"" },
	{ BOTH("1e-6"), BYTES("1"), BYTES("1x"), "line 1: expected 1, got \"1x\"" },
	{ BOTH("1e-6"), BYTES("x1"), BYTES("X1"), NULL },
	{ BOTH("1e-6"), BYTES("x1"), BYTES("x1.0"), "line 1: expected \"x1\", got \"x1.0\"" },
	{ BOTH("9e9"), BYTES("16"), BYTES("0x10"), "line 1: expected 16, got \"0x10\"" },
	{ BOTH("9e9"), BYTES("1"), BYTES("inf"), "line 1: expected 1, got \"inf\"" },
	{ BOTH("9e9"), BYTES("nan"), BYTES("NaN"), NULL },
	{ BOTH("9e9"), BYTES("nan"), BYTES("1"), "line 1: expected \"nan\", got 1" },
	{ BOTH("1e-6"), BYTES("1e99999999999999999999"), BYTES("1"),
	  "line 1: expected 1e99999999999999999999, got 1" },
	{ BOTH("1e-6"), BYTES("1"), BYTES("1e-99999999999999999999"),
	  "line 1: expected 1, got 1e-99999999999999999999" },
	{ BOTH("1e-6"), BYTES("1 2"), BYTES("1.0"),
	  "token 2 of line 1: expected 2, got end of file" },
	{ BOTH("1e-6"), BYTES("1"), BYTES("1.0 2"),
	  "token 2 of line 1: expected end of file, got 2" },
};

static char *allocate(size_t size)
{
	char *memory = malloc(size);

	if (!memory)
		abort();
	return memory;
}

/* Feeds in pieces of most bytes; with random, of 1 to most. */
static void compare(const struct row *row, size_t most, uint64_t *random,
		    struct comparison_result *result)
{
	struct comparison *comparison;
	struct error err;
	bool more = true;

	assert_int_equal(checker_find("default")->open(row->args, row->answer, row->answer_size,
						       &comparison, &err), 0);
	for (size_t used = 0, size; more && used < row->output_size; used += size) {
		autofree char *piece = NULL;

		size = most;
		if (random) {
			*random = *random * 6364136223846793005u + 1;
			size = (*random >> 33) % most + 1;
		}
		if (size > row->output_size - used)
			size = row->output_size - used;
		piece = allocate(size);	/* of its own, so that a sanitizer sees its end */
		memcpy(piece, row->output + used, size);
		more = comparison_feed(comparison, piece, size);
	}
	comparison_finish(comparison, result);
	comparison_close(comparison);
}

static void expect(const struct row *row, const struct comparison_result *result)
{
	assert_string_equal(result->reason, row->reason ? row->reason : "");
	assert_int_equal(result->accepted, !row->reason);
}

static void verdicts_and_reasons_are_as_expected(void **state)
{
	struct comparison_result result;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		compare(&rows[i], SIZE_MAX, NULL, &result);
		expect(&rows[i], &result);
	}
}

static void pieces_of_one_byte_make_no_difference(void **state)
{
	struct comparison_result result;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		compare(&rows[i], 1, NULL, &result);
		expect(&rows[i], &result);
	}
}

static void random_pieces_make_no_difference(void **state)
{
	struct comparison_result result;
	uint64_t random = 1;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows) * 20; i++) {
		compare(&rows[i % ARRAY_SIZE(rows)], 9, &random, &result);
		expect(&rows[i % ARRAY_SIZE(rows)], &result);
	}
}

static void the_place_is_counted_in_the_answer(void **state)
{
	static const struct row row = { "", BYTES("1 2\n3  4 5\n"), BYTES("1\n\n2 3 4 6"), "" };
	struct comparison_result result;

	(void)state;
	compare(&row, 3, NULL, &result);
	assert_false(result.accepted);
	assert_int_equal(result.line, 2);
	assert_int_equal(result.column, 6);
	assert_int_equal(result.token, 3);
}

static void wrong_arguments_are_named(void **state)
{
	static const struct { const char *args, *words; } wrong[] = {
		{ "case_sensitve\0", "did you mean \"case_sensitive\"?" },
		{ "quux\0", "no argument \"quux\"" },
		{ "1e-6\0", "no argument \"1e-6\"" },
		{ "float_tolerance\0", "float_tolerance needs a number" },
		{ CASE "float_absolute_tolerance\0", "float_absolute_tolerance needs a number" },
		{ RELATIVE("1e-6x"), "float_relative_tolerance must be" },
		{ BOTH("-1"), "not negative: \"-1\"" },
		{ BOTH("0x1p-3"), "float_tolerance must be a decimal number" },
		{ BOTH("inf"), "float_tolerance must be a decimal number" },
		{ BOTH("nan"), "float_tolerance must be a decimal number" },
		{ BOTH("case_sensitive"), "float_tolerance must be a decimal number" },
		{ BOTH("0.1234567890123456789012345678901234567"), "at most 36 digits" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct comparison *comparison = NULL;
		struct error err;

		assert_int_equal(checker_find("default")->open(wrong[i].args, "", 0, &comparison,
							       &err), -1);
		assert_int_equal(err.kind, ERROR_USAGE);
		if (!strstr(err.message, wrong[i].words))
			fail_msg("\"%s\" is not in \"%s\"", wrong[i].words, err.message);
		assert_null(comparison);
	}
}

static void checkers_are_found_by_name(void **state)
{
	struct error err;

	(void)state;
	assert_ptr_equal(checker_find("default"), &comparer_default);
	assert_null(checker_find("defualt"));
	assert_int_equal(checker_unknown("defualt", &err), -1);
	assert_string_equal(err.message, "no checker \"defualt\"; did you mean \"default\"?");
}

/* A number of so many digits, in an answer or in an output, is compared as a string. */
static void numbers_are_bounded(void **state)
{
	enum { LONG = 65536 };
	static char exact[LONG], longer[LONG + 1];
	struct row row = { ABSOLUTE("1"), exact, LONG, exact, LONG, NULL };
	struct comparison_result result;

	(void)state;
	memset(exact, '7', sizeof exact);
	memset(longer, '7', sizeof longer);
	longer[0] = '0';
	compare(&row, 1000, NULL, &result);
	assert_true(result.accepted);
	row.output = longer;
	row.output_size = LONG + 1;
	compare(&row, 1000, NULL, &result);
	assert_false(result.accepted);
	exact[LONG - 1] = '8';
	row.output_size = LONG;
	memset(longer, '7', sizeof longer);
	compare(&row, 1000, NULL, &result);
	assert_true(result.accepted);
	exact[LONG - 1] = '9';
	compare(&row, 1000, NULL, &result);
	assert_false(result.accepted);
}

static void a_huge_token_needs_no_memory(void **state)
{
	enum { HUGE_ = 1 << 24 };
	char *answer = allocate(HUGE_), *output = allocate(HUGE_);
	struct row row = { "", answer, HUGE_, output, HUGE_, NULL };
	struct comparison_result result;

	(void)state;
	memset(answer, 'a', HUGE_);
	memset(output, 'a', HUGE_);
	output[0] = 'A';
	compare(&row, 65536, NULL, &result);
	assert_true(result.accepted);
	output[HUGE_ - 1] = 'b';
	compare(&row, 65536, NULL, &result);
	assert_false(result.accepted);
	row.args = CASE;
	compare(&row, 65536, NULL, &result);
	assert_false(result.accepted);
	free(answer);
	free(output);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdicts_and_reasons_are_as_expected),
		cmocka_unit_test(pieces_of_one_byte_make_no_difference),
		cmocka_unit_test(random_pieces_make_no_difference),
		cmocka_unit_test(the_place_is_counted_in_the_answer),
		cmocka_unit_test(wrong_arguments_are_named),
		cmocka_unit_test(checkers_are_found_by_name),
		cmocka_unit_test(numbers_are_bounded),
		cmocka_unit_test(a_huge_token_needs_no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
