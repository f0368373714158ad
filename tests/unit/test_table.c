#include "report/progress.h"
#include "report/table.h"
#include "report/terminal.h"
#include "report/verify.h"
#include "util/cleanup.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <cmocka.h>

/* What is printed to file ends up in text. */
struct capture {
	FILE *file;
	char *text;
	size_t size;
};

static void capture_start(struct capture *capture)
{
	capture->file = open_memstream(&capture->text, &capture->size);
	assert_non_null(capture->file);
}

static void assert_captured(struct capture *capture, const char *expected)
{
	fclose(capture->file);
	assert_string_equal(capture->text, expected);
	free(capture->text);
}

static void capture_end(struct capture *capture)
{
	fclose(capture->file);
	free(capture->text);
}

static const struct table_column three[] = {
	{ "name", 0, false },
	{ "CPU", 8, true },
	{ "reason", 0, false },
};

static void row(const struct table *table, const char *name, const char *cpu, const char *reason)
{
	table_row(table, (struct table_cell[]){ { name, 0 }, { cpu, 0 }, { reason, 0 } });
}

static void columns_are_aligned_and_lines_have_no_trailing_blanks(void **state)
{
	struct capture capture;
	struct table table;

	(void)state;
	capture_start(&capture);
	table_init(&table, (struct terminal){ .file = capture.file }, three, 3);
	table_measure(&table, 0, "sample/1");
	table_header(&table);
	row(&table, "1", "0.001 s", "");
	row(&table, "sample/1", "", "why");
	row(&table, "", "", "");
	assert_captured(&capture, "name           CPU  reason\n"
				  "1          0.001 s\n"
				  "sample/1            why\n"
				  "\n");
}

static void a_pipe_cuts_nothing(void **state)
{
	char reason[300];
	struct capture capture;
	struct table table;
	char expected[400];

	(void)state;
	memset(reason, 'x', sizeof reason - 1);
	reason[sizeof reason - 1] = '\0';
	snprintf(expected, sizeof expected, "longer than the column   0.001 s  %s\n", reason);
	capture_start(&capture);
	table_init(&table, (struct terminal){ .file = capture.file }, three, 3);
	row(&table, "longer than the column", "0.001 s", reason);
	assert_captured(&capture, expected);
}

static void a_terminal_cuts_cells_and_the_line(void **state)
{
	struct terminal terminal = { .width = 40 };
	struct capture capture;
	struct table table;

	(void)state;
	capture_start(&capture);
	terminal.file = capture.file;
	table_init(&table, terminal, three, 3);
	table_measure(&table, 0, "abcdefgh");
	row(&table, "abcdefghi", "0.001 s", "12345678901234567890");
	row(&table, "abcdefgh", "0.001 s", "123456789012345678901");
	assert_captured(&capture, "abcdefg\u2026   0.001 s  12345678901234567890\n"
				  "abcdefgh   0.001 s  1234567890123456789\u2026\n");
}

static void on_a_narrow_terminal_the_last_column_has_its_own_line(void **state)
{
	struct terminal terminal = { .width = 30 };
	struct capture capture;
	struct table table;

	(void)state;
	capture_start(&capture);
	terminal.file = capture.file;
	table_init(&table, terminal, three, 3);
	table_measure(&table, 0, "no wider than a third of the line");
	table_header(&table);
	row(&table, "a", "0.001 s", "1234567890123456789012345");
	row(&table, "b", "0.001 s", "");
	assert_captured(&capture, "name             CPU\n"
				  "a            0.001 s\n"
				  "      12345678901234567890123\u2026\n"
				  "b            0.001 s\n");
}

static void characters_are_counted_and_not_bytes(void **state)
{
	struct capture capture;
	struct table table;

	(void)state;
	capture_start(&capture);
	table_init(&table, (struct terminal){ .file = capture.file }, three, 3);
	row(&table, "h\u00e9", "\u20ac", "x");
	assert_captured(&capture, "h\u00e9           \u20ac  x\n");
	assert_int_equal(terminal_length("h\u00e9\u20ac\U0001f600"), 4);
}

static void cells_cannot_steer_a_terminal(void **state)
{
	struct capture capture;
	struct table table;

	(void)state;
	capture_start(&capture);
	table_init(&table, (struct terminal){ .file = capture.file }, three, 3);
	row(&table, "a\nb", "\033[2J", "\xff\r\t.");
	assert_captured(&capture, "a b       \ufffd[2J  \ufffd\ufffd .\n");
}

static void colours_do_not_count_as_characters(void **state)
{
	struct terminal terminal = { .width = 80, .colours = true };
	struct capture capture;
	struct table table;

	(void)state;
	capture_start(&capture);
	terminal.file = capture.file;
	table_init(&table, terminal, three, 3);
	table_row(&table, (struct table_cell[]){
				  { "AC", COLOUR_GREEN }, { "1 s", COLOUR_RED }, { "x", 0 } });
	assert_captured(&capture, "\033[32mAC\033[0m         \033[31m1 s\033[0m  x\n");
}

static void times_share_one_unit_and_estimated_memory_is_marked(void **state)
{
	char text[TABLE_CELL_MAX];

	(void)state;
	assert_string_equal(table_time(12345678, text), "0.012 s");
	assert_string_equal(table_time(0, text), "0.000 s");
	assert_string_equal(table_time(61000000000, text), "61.000 s");
	assert_string_equal(table_memory(3 << 19, false, text), "1.5 MiB");
	assert_string_equal(table_memory(3 << 19, true, text), "~1.5 MiB");
	assert_non_null(table_memory(UINT64_MAX, true, text));
}

/* ---- verify -------------------------------------------------------------------------------- */

static const struct verify_line lines[] = {
	{ .package = "hello", .submission = "accepted/hello.c", .language = "c",
	  .expected = VERDICT_BIT(VERDICT_AC), .verdict = VERDICT_AC, .ok = true,
	  .cpu_ns = 1234567, .memory_bytes = 1 << 20, .reason = "", .slowest = "secret/1",
	  .limit_ns = 2000000000, .warning = "" },
	{ .package = "sum", .submission = "mixed/slow.py", .language = "python3",
	  .expected = VERDICT_BIT(VERDICT_WA) | VERDICT_BIT(VERDICT_TLE), .verdict = VERDICT_AC,
	  .cpu_ns = 250000000, .memory_bytes = 9 << 20, .reason = "", .slowest = "secret/2",
	  .limit_ns = 400000000, .warning = "close" },
	{ .package = "sum", .submission = "compile_error/x.c", .language = "c",
	  .expected = VERDICT_BIT(VERDICT_CE), .verdict = VERDICT_CE, .ok = true,
	  .reason = "x.c:1:1: error: no", .slowest = "", .limit_ns = 400000000, .warning = "" },
	{ .package = "sum", .submission = "accepted/a.c", .language = "c",
	  .expected = VERDICT_BIT(VERDICT_AC), .verdict = VERDICT_JE, .reason = "the slot died",
	  .slowest = "", .limit_ns = 400000000, .warning = "" },
};

static void print_table(struct capture *capture, bool scoring)
{
	struct verify_table verify;

	verify_table_init(&verify, (struct terminal){ .file = capture->file }, scoring);
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		verify_table_measure(&verify, &lines[i]);
	verify_table_start(&verify);
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct verify_line line = lines[i];

		line.scoring = scoring;
		line.score = 33.333;
		verify_table_add(&verify, &line);
	}
	verify_table_end(&verify, 1);
}

static void verify_shows_what_was_expected_and_what_came(void **state)
{
	struct capture capture;

	(void)state;
	capture_start(&capture);
	print_table(&capture, false);
	assert_captured(&capture,
			"      problem  language  submission         expected   verdict        "
			"CPU  of limit  on test        memory  reason\n"
			"ok    hello    c         accepted/hello.c   AC         AC         "
			"0.001 s       0 %  secret/1        1 MiB\n"
			"FAIL  sum      python3   mixed/slow.py      WA or TLE  AC         "
			"0.250 s      62 %  secret/2        9 MiB\n"
			"ok    sum      c         compile_error/x.c  CE         CE         "
			"                                          x.c:1:1: error: no\n"
			"FAIL  sum      c         accepted/a.c       AC         JE         "
			"                                          the slot died\n"
			"4 submissions: 2 not as expected, 1 warning\n");
}

static void verify_has_a_column_of_scores_where_there_are_any(void **state)
{
	struct capture capture;

	(void)state;
	capture_start(&capture);
	print_table(&capture, true);
	fflush(capture.file);
	assert_non_null(strstr(capture.text, "verdict    score        CPU  of limit"));
	assert_non_null(strstr(capture.text, "AC         33.33    0.001 s       0 %"));
	assert_non_null(strstr(capture.text, "CE                                    "));
	capture_end(&capture);
}

static void verify_counts_only_what_it_saw(void **state)
{
	struct verify_table verify;
	struct capture capture;

	(void)state;
	capture_start(&capture);
	verify_table_init(&verify, (struct terminal){ .file = capture.file }, false);
	verify_table_end(&verify, 0);
	verify_table_add(&verify, &lines[0]);
	verify_table_end(&verify, 2);
	fflush(capture.file);
	assert_ptr_equal(strstr(capture.text, "no submissions\n"), capture.text);
	assert_non_null(strstr(capture.text, "\n1 submission: all as expected, 2 warnings\n"));
	capture_end(&capture);
}

static void verify_prints_a_json_object_a_line(void **state)
{
	struct verify_line odd = { .package = "p", .submission = "a\xff", .language = "",
				   .reason = "", .slowest = "", .warning = "", .scoring = true,
				   .score = 4.5 };
	struct capture capture;

	(void)state;
	capture_start(&capture);
	verify_json_line(&lines[1], capture.file);
	verify_json_line(&odd, capture.file);
	assert_captured(&capture,
			"{\"package\":\"sum\",\"submission\":\"mixed/slow.py\","
			"\"language\":\"python3\",\"expected\":[\"WA\",\"TLE\"],"
			"\"verdict\":\"AC\",\"ok\":false,\"reason\":\"\",\"score\":null,"
			"\"cpu_ms\":250.0,\"slowest_test\":\"secret/2\",\"time_limit_ms\":400.0,"
			"\"memory_kib\":9216,\"warning\":\"close\"}\n"
			"{\"package\":\"p\",\"submission\":\"a\ufffd\",\"language\":\"\","
			"\"expected\":[],\"verdict\":null,\"ok\":false,\"reason\":\"\","
			"\"score\":4.5,\"cpu_ms\":0.0,\"slowest_test\":null,"
			"\"time_limit_ms\":null,\"memory_kib\":0,\"warning\":null}\n");
}

/* ---- progress ------------------------------------------------------------------------------ */

static struct progress impatient(FILE *file, unsigned width)
{
	struct progress progress;

	progress_init(&progress, (struct terminal){ file, width, false, width > 0 }, 40);
	progress.next_ns = progress.interval_ns = 0;
	return progress;
}

static void a_bar_is_drawn_and_erased(void **state)
{
	struct capture capture;
	struct progress progress;

	(void)state;
	capture_start(&capture);
	progress = impatient(capture.file, 40);
	progress_hide(&progress);
	progress_show(&progress, 0, "a");
	progress_show(&progress, 22, "secret/a_long_name");
	progress_show(&progress, 99, "");
	progress_hide(&progress);
	progress_hide(&progress);
	assert_captured(&capture, "\r[--------------------] 0/40 a\033[K"
				  "\r[###########---------] 22/40 secret/a_\u2026\033[K"
				  "\r[####################] 40/40 \033[K"
				  "\r\033[K");
}

static void a_bar_is_drawn_seldom_but_again_after_other_lines(void **state)
{
	struct capture capture;
	struct progress progress;

	(void)state;
	capture_start(&capture);
	progress = impatient(capture.file, 80);
	progress.interval_ns = INT64_C(3600) * 1000000000;
	progress_show(&progress, 1, "a");
	progress_show(&progress, 2, "b");
	progress_hide(&progress);
	progress_show(&progress, 3, "c");
	progress_show(&progress, 4, "d");
	assert_captured(&capture, "\r[--------------------] 1/40 a\033[K"
				  "\r\033[K"
				  "\r[#-------------------] 3/40 c\033[K");
}

static void what_is_quick_has_no_bar(void **state)
{
	struct capture capture;
	struct progress progress;

	(void)state;
	capture_start(&capture);
	progress_init(&progress, (struct terminal){ capture.file, 80, true, true }, 3);
	progress_show(&progress, 1, "a");
	progress_hide(&progress);
	assert_captured(&capture, "");
}

static void a_pipe_and_a_dumb_terminal_have_no_bar(void **state)
{
	struct capture capture;
	struct progress progress;

	(void)state;
	capture_start(&capture);
	progress = impatient(capture.file, 0);
	progress_show(&progress, 1, "a");
	progress_hide(&progress);
	progress = impatient(capture.file, 80);
	progress.out.obeys = false;
	progress_show(&progress, 1, "a");
	progress_hide(&progress);
	assert_captured(&capture, "");
}

/* ---- terminal ------------------------------------------------------------------------------ */

static void a_memory_stream_is_no_terminal(void **state)
{
	struct capture capture;
	struct terminal terminal;

	(void)state;
	capture_start(&capture);
	terminal = terminal_of(capture.file);
	assert_int_equal(terminal.width, 0);
	assert_false(terminal.colours);
	assert_false(terminal.obeys);
	assert_captured(&capture, "");
}

static FILE *open_pty(FILE **ret_master, unsigned short columns)
{
	struct winsize size = { .ws_row = 24, .ws_col = columns };
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave;

	assert_true(master >= 0);
	assert_int_equal(grantpt(master), 0);
	assert_int_equal(unlockpt(master), 0);
	assert_int_equal(ioctl(master, TIOCSWINSZ, &size), 0);
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	assert_true(slave >= 0);
	*ret_master = fdopen(master, "r+");
	return fdopen(slave, "w");
}

static void a_terminal_is_asked_for_its_width_and_the_user_for_colours(void **state)
{
	autofclose FILE *master = NULL;
	autofclose FILE *file = open_pty(&master, 123);

	(void)state;
	setenv("TERM", "xterm", 1);
	unsetenv("NO_COLOR");
	assert_int_equal(terminal_of(file).width, 123);
	assert_true(terminal_of(file).colours);
	setenv("NO_COLOR", "", 1);
	assert_true(terminal_of(file).colours);
	setenv("NO_COLOR", "1", 1);
	assert_false(terminal_of(file).colours);
	assert_true(terminal_of(file).obeys);
	unsetenv("NO_COLOR");
	setenv("TERM", "dumb", 1);
	assert_false(terminal_of(file).colours);
	assert_false(terminal_of(file).obeys);
	unsetenv("TERM");
	assert_false(terminal_of(file).colours);
}

static void a_terminal_of_unknown_width_is_taken_for_80(void **state)
{
	autofclose FILE *master = NULL;
	autofclose FILE *file = open_pty(&master, 0);

	(void)state;
	assert_int_equal(terminal_of(file).width, 80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_aligned_and_lines_have_no_trailing_blanks),
		cmocka_unit_test(a_pipe_cuts_nothing),
		cmocka_unit_test(a_terminal_cuts_cells_and_the_line),
		cmocka_unit_test(on_a_narrow_terminal_the_last_column_has_its_own_line),
		cmocka_unit_test(characters_are_counted_and_not_bytes),
		cmocka_unit_test(cells_cannot_steer_a_terminal),
		cmocka_unit_test(colours_do_not_count_as_characters),
		cmocka_unit_test(times_share_one_unit_and_estimated_memory_is_marked),
		cmocka_unit_test(verify_shows_what_was_expected_and_what_came),
		cmocka_unit_test(verify_has_a_column_of_scores_where_there_are_any),
		cmocka_unit_test(verify_counts_only_what_it_saw),
		cmocka_unit_test(verify_prints_a_json_object_a_line),
		cmocka_unit_test(a_bar_is_drawn_and_erased),
		cmocka_unit_test(a_bar_is_drawn_seldom_but_again_after_other_lines),
		cmocka_unit_test(what_is_quick_has_no_bar),
		cmocka_unit_test(a_pipe_and_a_dumb_terminal_have_no_bar),
		cmocka_unit_test(a_memory_stream_is_no_terminal),
		cmocka_unit_test(a_terminal_is_asked_for_its_width_and_the_user_for_colours),
		cmocka_unit_test(a_terminal_of_unknown_width_is_taken_for_80),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
