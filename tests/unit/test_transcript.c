#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "pipeline/transcript.h"

#include <stdlib.h>
#include <string.h>

static int set_up(void **state)
{
	struct transcript *t = malloc(sizeof *t);

	*state = t;
	if (t)
		transcript_begin(t, 3);
	return t ? 0 : -1;
}

static int tear_down(void **state)
{
	free(*state);
	return 0;
}

static void say(struct transcript *t, enum transcript_side side, const char *text)
{
	transcript_add(t, side, text, strlen(text));
}

/* All but the times, which are at the beginning of each line. */
static void assert_said(struct transcript *t, const char *expected)
{
	char *said = calloc(1, TRANSCRIPT_BYTES), *line, *rest;

	assert_non_null(said);
	transcript_end(t);
	assert_int_equal(strlen(t->text), t->bytes);
	line = strtok_r(t->text, "\n", &rest);
	for (; line; line = strtok_r(NULL, "\n", &rest)) {
		assert_non_null(strchr(line, ' '));
		strcat(strcat(said, strchr(line, ' ') + 1), "\n");
	}
	assert_string_equal(said, expected);
	free(said);
}

static void each_line_says_who(void **state)
{
	struct transcript *t = *state;

	say(t, TRANSCRIPT_VALIDATOR, "100\n");
	say(t, TRANSCRIPT_PROGRAM, "50\n60\n");
	assert_said(t, "validator: 100\nprogram: 50\nprogram: 60\n");
	assert_int_equal(t->index, 3);
	assert_false(t->is_cut);
}

static void pieces_of_a_line_are_one_line(void **state)
{
	struct transcript *t = *state;

	say(t, TRANSCRIPT_PROGRAM, "gue");
	say(t, TRANSCRIPT_PROGRAM, "ss 5");
	say(t, TRANSCRIPT_PROGRAM, "0\n");
	assert_said(t, "program: guess 50\n");
}

static void a_line_ends_when_the_other_speaks(void **state)
{
	struct transcript *t = *state;

	say(t, TRANSCRIPT_PROGRAM, "half");
	say(t, TRANSCRIPT_VALIDATOR, "no\n");
	say(t, TRANSCRIPT_PROGRAM, "a line\n");
	assert_said(t, "program: half\nvalidator: no\nprogram: a line\n");
}

static void passes_have_a_line(void **state)
{
	struct transcript *t = *state;

	say(t, TRANSCRIPT_PROGRAM, "bye");
	transcript_pass(t, 2);
	say(t, TRANSCRIPT_PROGRAM, "me again\n");
	assert_said(t, "program: bye\npass 2\nprogram: me again\n");
}

static void no_byte_can_harm(void **state)
{
	struct transcript *t = *state;

	transcript_add(t, TRANSCRIPT_PROGRAM, "a\0b\033[31m\xff\n", 10);
	assert_said(t, "program: a\xef\xbf\xbd" "b\xef\xbf\xbd[31m\xef\xbf\xbd\n");
}

static void it_is_cut_at_its_limit(void **state)
{
	struct transcript *t = *state;
	char line[1001];

	memset(line, 'x', 1000);
	line[1000] = '\0';
	for (int i = 0; i < 100; i++) {
		say(t, TRANSCRIPT_PROGRAM, line);
		say(t, TRANSCRIPT_VALIDATOR, line);
	}
	transcript_end(t);
	assert_true(t->is_cut);
	assert_true(t->bytes < TRANSCRIPT_BYTES);
	assert_true(t->bytes > TRANSCRIPT_BYTES - 1100);
	assert_int_equal(t->text[t->bytes], '\0');
	assert_int_equal(strlen(t->text), t->bytes);
}

static void a_line_may_be_longer_than_any_piece(void **state)
{
	struct transcript *t = *state;
	char *line = malloc(10001);

	assert_non_null(line);
	memset(line, 'y', 10000);
	line[10000] = '\n';
	transcript_add(t, TRANSCRIPT_PROGRAM, line, 10001);
	transcript_end(t);
	assert_int_equal(strlen(strchr(t->text, 'y')), 10001);
	assert_ptr_equal(strchr(t->text, '\n'), t->text + t->bytes - 1);
	free(line);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_line_says_who),
		TEST(pieces_of_a_line_are_one_line),
		TEST(a_line_ends_when_the_other_speaks),
		TEST(passes_have_a_line),
		TEST(no_byte_can_harm),
		TEST(it_is_cut_at_its_limit),
		TEST(a_line_may_be_longer_than_any_piece),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
