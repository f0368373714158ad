#include "cmd/options.h"

#include "util/cleanup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct options {
	bool json, full;
	const char *language;
	unsigned slots;
	int64_t time_ns;
	struct option_strings keep;
};

static const struct option_row rows[] = {
	{ "json", 'j', NULL, OPTION_FLAG, offsetof(struct options, json),
	  "print one JSON object and nothing else" },
	{ "full", 'f', NULL, OPTION_FLAG, offsetof(struct options, full),
	  "go on after the first test that is not accepted, so that the result has a verdict for "
	  "each of them" },
	{ "language", 'l', "NAME", OPTION_STRING, offsetof(struct options, language),
	  "language of the sources" },
	{ "slots", 'n', "N", OPTION_UNSIGNED, offsetof(struct options, slots),
	  "judge N submissions at once" },
	{ "time-limit-of-each-test", 0, "SECONDS", OPTION_SECONDS,
	  offsetof(struct options, time_ns), "override the time limit" },
	{ "keep", 'k', "NAME", OPTION_STRINGS, offsetof(struct options, keep),
	  "keep it; may be repeated" },
	{ 0 },
};

static const struct usage usage = {
	"run", "PACKAGE SOURCE...", "Judges one submission.", "Exit status: 0 accepted.",
};

/* The words of a line, as argv holds them, and what became of them. */
struct parsed {
	struct options options;
	struct error err;
	int rest, argc;
	char *argv[16];
	char words[256];
};

static struct parsed *parse(const char *line, struct parsed *parsed)
{
	char *save = NULL;

	*parsed = (struct parsed){ .options = { .slots = 1 } };
	snprintf(parsed->words, sizeof parsed->words, "run %s", line);
	for (char *at = parsed->words, *word; (word = strtok_r(at, " ", &save)); at = NULL)
		parsed->argv[parsed->argc++] = word;
	parsed->rest = options_parse(&usage, rows, &parsed->options, parsed->argc, parsed->argv,
				     &parsed->err);
	return parsed;
}

static void assert_error(const char *line, const char *message)
{
	struct parsed parsed;

	parse(line, &parsed);
	assert_int_equal(parsed.rest, -1);
	assert_int_equal(parsed.err.kind, ERROR_USAGE);
	assert_string_equal(parsed.err.message, message);
}

static void without_arguments_the_defaults_stay(void **state)
{
	struct parsed parsed;

	(void)state;
	parse("", &parsed);
	assert_int_equal(parsed.rest, 1);
	assert_int_equal(parsed.options.slots, 1);
	assert_false(parsed.options.json);
	assert_null(parsed.options.language);
}

static void every_spelling_of_an_option_is_read(void **state)
{
	static const char *const lines[] = {
		"--json --language c --slots 3", "--slots=3 --language=c --json", "-j -l c -n 3",
		"-jn3 -lc", "-n 9 -l python -n 3 -jlc",
	};
	struct parsed parsed;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		parse(lines[i], &parsed);
		assert_int_equal(parsed.rest, parsed.argc);
		assert_true(parsed.options.json);
		assert_false(parsed.options.full);
		assert_string_equal(parsed.options.language, "c");
		assert_int_equal(parsed.options.slots, 3);
	}
}

static void operands_keep_their_order_among_options(void **state)
{
	struct parsed parsed;

	(void)state;
	parse("a -j b --slots 3 c -l x - d --full", &parsed);
	assert_int_equal(parsed.argc - parsed.rest, 5);
	assert_string_equal(parsed.argv[parsed.rest], "a");
	assert_string_equal(parsed.argv[parsed.rest + 1], "b");
	assert_string_equal(parsed.argv[parsed.rest + 2], "c");
	assert_string_equal(parsed.argv[parsed.rest + 3], "-");
	assert_string_equal(parsed.argv[parsed.rest + 4], "d");
	assert_string_equal(parsed.options.language, "x");
	assert_null(parsed.argv[parsed.argc]);
}

static void of_a_list_every_repetition_counts(void **state)
{
	struct parsed parsed;

	(void)state;
	parse("--keep b -l c -ka --keep=b --keep= -l d", &parsed);
	assert_int_equal(parsed.rest, parsed.argc);
	assert_int_equal(parsed.options.keep.count, 4);
	assert_string_equal(parsed.options.keep.texts[0], "b");
	assert_string_equal(parsed.options.keep.texts[1], "a");
	assert_string_equal(parsed.options.keep.texts[2], "b");
	assert_string_equal(parsed.options.keep.texts[3], "");
	assert_null(parsed.options.keep.texts[4]);
	assert_string_equal(parsed.options.language, "d");
}

static void a_list_has_its_most(void **state)
{
	struct options options = { .slots = 1 };
	char name[] = "run", option[] = "-kx", *argv[OPTION_STRINGS_MAX + 3] = { name };
	struct error err = { 0 };

	(void)state;
	for (int i = 1; i <= OPTION_STRINGS_MAX + 1; i++)
		argv[i] = option;
	assert_int_equal(options_parse(&usage, rows, &options, OPTION_STRINGS_MAX + 1, argv, &err),
			 OPTION_STRINGS_MAX + 1);
	options = (struct options){ .slots = 1 };
	assert_int_equal(options_parse(&usage, rows, &options, OPTION_STRINGS_MAX + 2, argv, &err),
			 -1);
	assert_string_equal(err.message, "run: --keep: may be repeated 255 times at most");
}

static void two_dashes_end_the_options(void **state)
{
	struct parsed parsed;

	(void)state;
	parse("-j -- --full -- -n", &parsed);
	assert_int_equal(parsed.argc - parsed.rest, 3);
	assert_string_equal(parsed.argv[parsed.rest], "--full");
	assert_string_equal(parsed.argv[parsed.rest + 1], "--");
	assert_string_equal(parsed.argv[parsed.rest + 2], "-n");
	assert_false(parsed.options.full);
}

static void a_value_may_look_like_an_option_or_be_empty(void **state)
{
	struct parsed parsed;

	(void)state;
	parse("--language --json", &parsed);
	assert_string_equal(parsed.options.language, "--json");
	assert_false(parsed.options.json);
	parse("--language=", &parsed);
	assert_string_equal(parsed.options.language, "");
	parse("--language=a=b", &parsed);
	assert_string_equal(parsed.options.language, "a=b");
}

static void seconds_are_read_exactly(void **state)
{
	static const struct {
		const char *line;
		int64_t ns;
	} cases[] = {
		{ "--time-limit-of-each-test=1.5", 1500000000 },
		{ "--time-limit-of-each-test=2s", 2000000000 },
		{ "--time-limit-of-each-test=300ms", 300000000 },
		{ "--time-limit-of-each-test=0.1", 100000000 },
		{ "--time-limit-of-each-test=.25ms", 250000 },
		{ "--time-limit-of-each-test=0.0000000019", 1 },
		{ "--time-limit-of-each-test=0", 0 },
		{ "--time-limit-of-each-test=9223372036.854775807", INT64_MAX },
	};
	struct parsed parsed;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		parse(cases[i].line, &parsed);
		assert_int_equal(parsed.rest, parsed.argc);
		assert_true(parsed.options.time_ns == cases[i].ns);
	}
}

static void a_typo_is_answered_with_the_nearest_option(void **state)
{
	(void)state;
	assert_error("--lnaguage c",
		     "run: unknown option \"--lnaguage\"; did you mean \"--language\"?");
	assert_error("--jsno=x", "run: unknown option \"--jsno=x\"; did you mean \"--json\"?");
	assert_error("--hlep", "run: unknown option \"--hlep\"; did you mean \"--help\"?");
	assert_error("-json", "run: unknown option \"-json\"; did you mean \"--json\"?");
}

static void an_option_like_no_other_points_to_the_help(void **state)
{
	(void)state;
	assert_error("--verbose",
		     "run: unknown option \"--verbose\"; \"assize run --help\" lists them");
	assert_error("-x", "run: unknown option \"-x\"; \"assize run --help\" lists them");
	assert_error("-jx", "run: unknown option \"-jx\"; \"assize run --help\" lists them");
}

static void a_missing_argument_is_named(void **state)
{
	(void)state;
	assert_error("--slots", "run: --slots needs an argument: --slots N");
	assert_error("-jl", "run: --language needs an argument: --language NAME");
}

static void a_flag_refuses_an_argument(void **state)
{
	(void)state;
	assert_error("--json=yes", "run: --json takes no argument");
	assert_error("--json=", "run: --json takes no argument");
}

static void bad_numbers_are_refused(void **state)
{
	(void)state;
	assert_error("--slots=3x",
		     "run: --slots: \"3x\" is not a whole number; write digits, such as 4");
	assert_error("--slots=",
		     "run: --slots: \"\" is not a whole number; write digits, such as 4");
	assert_error("--slots=1.5",
		     "run: --slots: \"1.5\" is not a whole number; write digits, such as 4");
	assert_error("--slots=+1",
		     "run: --slots: \"+1\" is not a whole number; write digits, such as 4");
	assert_error("--slots=-", "run: --slots: \"-\" is not a whole number; write digits, such as 4");
	assert_error("-n -3", "run: --slots: -3 is negative");
	assert_error("-n 4294967296", "run: --slots: 4294967296 is too large; the most is 4294967295");
	assert_error("-n 99999999999999999999",
		     "run: --slots: 99999999999999999999 is too large; the most is 4294967295");
}

static void bad_times_are_refused(void **state)
{
	static const char *const bad[] = {
		"", ".", "1.", "s", "1m", "1 s", "1e3", "0x1", "1sms", "1.5.5", "+1", "--1", "-", "nan",
	};
	struct parsed parsed;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		char name[] = "run", option[64], *argv[] = { name, option, NULL };
		struct options options = { .time_ns = 7 };

		snprintf(option, sizeof option, "--time-limit-of-each-test=%s", bad[i]);
		assert_int_equal(options_parse(&usage, rows, &options, 2, argv, &parsed.err), -1);
		assert_non_null(strstr(parsed.err.message, "is not a time; write 1.5"));
		assert_true(options.time_ns == 7);
	}
	assert_error("--time-limit-of-each-test=-0.5",
		     "run: --time-limit-of-each-test: -0.5 is negative");
	assert_error("--time-limit-of-each-test=9223372036.854775808",
		     "run: --time-limit-of-each-test: 9223372036.854775808 is too large");
	assert_error("--time-limit-of-each-test=9223372037",
		     "run: --time-limit-of-each-test: 9223372037 is too large");
	assert_error("--time-limit-of-each-test=99999999999999999999",
		     "run: --time-limit-of-each-test: 99999999999999999999 is too large");
}

/* What options_parse() prints to stdout, which is put back before any assertion can fail. */
static void capture(const char *line, char *text, size_t size, int *ret_rest)
{
	struct parsed parsed;
	autofclose FILE *file = tmpfile();
	int saved;

	fflush(stdout);
	saved = dup(STDOUT_FILENO);
	dup2(fileno(file), STDOUT_FILENO);
	*ret_rest = parse(line, &parsed)->rest;
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	rewind(file);
	text[fread(text, 1, size - 1, file)] = '\0';
}

static void help_is_laid_out_in_columns(void **state)
{
	static const char expected[] =
		"Usage: assize run [OPTIONS] PACKAGE SOURCE...\n"
		"\n"
		"Judges one submission.\n"
		"\n"
		"Options:\n"
		"  -j, --json           print one JSON object and nothing else\n"
		"  -f, --full           go on after the first test that is not accepted, so that\n"
		"                       the result has a verdict for each of them\n"
		"  -l, --language NAME  language of the sources\n"
		"  -n, --slots N        judge N submissions at once\n"
		"      --time-limit-of-each-test SECONDS\n"
		"                       override the time limit\n"
		"  -k, --keep NAME      keep it; may be repeated\n"
		"  -h, --help           print this help and exit\n"
		"\n"
		"Exit status: 0 accepted.\n";
	static const char *const lines[] = { "--help", "-h", "a --slots 2 b --help --bad", "-jh" };
	char text[4096];
	int rest = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		capture(lines[i], text, sizeof text, &rest);
		assert_int_equal(rest, OPTIONS_HELP);
		assert_string_equal(text, expected);
	}
}

static void errors_print_nothing_themselves(void **state)
{
	char text[64];
	int rest = 0;

	(void)state;
	capture("--bad --help", text, sizeof text, &rest);
	assert_int_equal(rest, -1);
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_arguments_the_defaults_stay),
		cmocka_unit_test(every_spelling_of_an_option_is_read),
		cmocka_unit_test(operands_keep_their_order_among_options),
		cmocka_unit_test(of_a_list_every_repetition_counts),
		cmocka_unit_test(a_list_has_its_most),
		cmocka_unit_test(two_dashes_end_the_options),
		cmocka_unit_test(a_value_may_look_like_an_option_or_be_empty),
		cmocka_unit_test(seconds_are_read_exactly),
		cmocka_unit_test(a_typo_is_answered_with_the_nearest_option),
		cmocka_unit_test(an_option_like_no_other_points_to_the_help),
		cmocka_unit_test(a_missing_argument_is_named),
		cmocka_unit_test(a_flag_refuses_an_argument),
		cmocka_unit_test(bad_numbers_are_refused),
		cmocka_unit_test(bad_times_are_refused),
		cmocka_unit_test(help_is_laid_out_in_columns),
		cmocka_unit_test(errors_print_nothing_themselves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
