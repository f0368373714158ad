#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "test_problem_load.h"

/* What is expected of the only submission: "WA or TLE", or why there is no telling. */
static const char *expected(const struct fixture *f)
{
	static char text[256];
	struct loaded l;

	put_test(f);
	load(f, &l);
	assert_int_equal(l.problem.jury_count, 1);
	assert_true(!l.problem.jury[0].expected == !!l.problem.jury[0].expected_error);
	if (l.problem.jury[0].expected_error)
		snprintf(text, sizeof text, "%s", l.problem.jury[0].expected_error);
	else
		verdict_set_text(l.problem.jury[0].expected, text, sizeof text);
	unload(&l);
	return text;
}

static const char *expected_of(const struct fixture *f, const char *folder, const char *source)
{
	char path[128];

	remove_all(f, "submissions");
	snprintf(path, sizeof path, "submissions/%s/a.cpp", folder);
	put(f, path, source);
	return expected(f);
}

static const char no_expectation[] =
	"no expectation: write @EXPECTED_RESULTS@: into its source, or move it to a folder such "
	"as accepted/";

static void folders_say_what_is_expected(void **state)
{
	static const char *const folders[][2] = {
		{ "accepted", "AC" },
		{ "partially_accepted", "AC" },
		{ "wrong_answer", "WA" },
		{ "time_limit_exceeded", "TLE" },
		{ "run_time_error", "RTE" },
		{ "rejected", "WA or TLE or MLE or OLE or RTE" },
		{ "brute_force", "TLE or MLE or OLE or RTE" },
		{ "compiler_error", "CE" },
		{ "no_output", "WA" },
		{ "output_limit", "OLE" },
		{ "memory_limit", "MLE" },
		{ "mixed", no_expectation },
		{ "multiple", no_expectation },
		{ "accepted2", no_expectation },
	};

	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
		assert_string_equal(expected_of(*state, folders[i][0], ""), folders[i][1]);
}

static void tags_say_what_is_expected_elsewhere(void **state)
{
	static const char *const tags[][2] = {
		{ "// @EXPECTED_RESULTS@: CORRECT\n", "AC" },
		{ "#@EXPECTED_RESULTS@:ACCEPTED", "AC" },
		{ "@EXPECTED_RESULTS@: WRONG-ANSWER,TIMELIMIT\r\n", "WA or TLE" },
		{ "@EXPECTED_RESULTS@: run-error , Run_Time_Error\n", "RTE" },
		{ "/* @EXPECTED_RESULTS@: NO-OUTPUT */", "WA" },
		{ "<!-- @EXPECTED_RESULTS@: OUTPUT-LIMIT-->", "OLE" },
		{ "{-@EXPECTED_RESULTS@: MEMORY-LIMIT --}", "MLE" },
		{ "x\n\n @EXPECTED_RESULTS@: COMPILER-ERROR\nCORRECT", "CE" },
		{ "@EXPECTED_RESULTS@: COMPARE-ERROR", "JE" },
		{ "@EXPECTED_RESULTS@: CORRECT\n@EXPECTED_RESULTS@: TIMELIMIT", "AC" },
		{ "@EXPECTED_RESULTS@: CORRECT, CHECK-MANUALLY",
		  "CHECK-MANUALLY: its verdict is for people to check" },
		{ "@EXPECTED_RESULTS@: WRONGANSWER",
		  "unknown expectation \"WRONGANSWER\"; did you mean \"WRONG-ANSWER\"?" },
		{ "@EXPECTED_RESULTS@: CORRECT TIMELIMIT",
		  "unknown expectation \"CORRECT TIMELIMIT\"" },
		{ "@EXPECTED_RESULTS@:\n", "unknown expectation \"\"" },
		{ "@EXPECTED_RESULTS@", no_expectation },
	};

	for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
		assert_string_equal(expected_of(*state, "mixed", tags[i][0]), tags[i][1]);
}

static void standard_folders_win_over_tags(void **state)
{
	static const char *const both[][3] = {
		{ "accepted", "@EXPECTED_RESULTS@: WRONG-ANSWER", "AC" },
		{ "wrong_answer", "@EXPECTED_RESULTS@: nonsense", "WA" },
		{ "run_time_error", "@EXPECTED_RESULTS@: TIMELIMIT", "RTE" },
		{ "run_time_error", "@EXPECTED_RESULTS@: RUN-ERROR, TIMELIMIT", "RTE" },
		{ "run_time_error", "@EXPECTED_RESULTS@: RUN-ERROR, MEMORY-LIMIT", "MLE or RTE" },
		{ "run_time_error", "@EXPECTED_RESULTS@: OUTPUT-LIMIT", "OLE" },
	};

	for (size_t i = 0; i < sizeof both / sizeof both[0]; i++)
		assert_string_equal(expected_of(*state, both[i][0], both[i][1]), both[i][2]);
}

static void tags_win_in_rejected_of_legacy_packages(void **state)
{
	static const char *const both[][3] = {
		{ "rejected", "@EXPECTED_RESULTS@: COMPILER-ERROR", "CE" },
		{ "rejected", "@EXPECTED_RESULTS@: CORRECT, WRONG-ANSWER", "AC or WA" },
		{ "brute_force", "@EXPECTED_RESULTS@: TIMELIMIT, CORRECT", "AC or TLE" },
		{ "rejected", "@EXPECTED_RESULTS@: nonsense", "unknown expectation \"nonsense\"" },
	};

	for (size_t i = 0; i < sizeof both / sizeof both[0]; i++)
		assert_string_equal(expected_of(*state, both[i][0], both[i][1]), both[i][2]);
	put(*state, "problem.yaml", "problem_format_version: 2025-09\nname: x\n"
				    "uuid: 5ca6ba5b-36d5-4eff-8aa7-d967cbc4375e\n");
	assert_string_equal(expected_of(*state, both[0][0], both[0][1]),
			    "WA or TLE or MLE or OLE or RTE");
}

static void tags_are_looked_for_in_the_first_64_kib(void **state)
{
	static const char tag[] = "@EXPECTED_RESULTS@: TIMELIMIT";
	enum { KIB64 = 65536 };
	static char source[KIB64 + 64];

	memset(source, 'x', sizeof source - 1);
	memcpy(source + KIB64 - strlen(tag), tag, strlen(tag));
	assert_string_equal(expected_of(*state, "mixed", source), "TLE");
	memset(source, 'x', sizeof source - 1);
	memcpy(source + KIB64 - 18, tag, strlen(tag));
	assert_string_equal(expected_of(*state, "mixed", source), no_expectation);
}

static void a_directory_is_one_submission(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	put(f, "submissions/accepted/two/Main.java", "");
	put(f, "submissions/accepted/two/lib/Util.java", "");
	put(f, "submissions/accepted/one.py", "");
	load(f, &l);
	assert_int_equal(l.problem.jury_count, 2);
	assert_string_equal(l.problem.jury[0].name, "accepted/one.py");
	assert_string_equal(l.problem.jury[0].base, "submissions/accepted/");
	assert_int_equal(l.problem.jury[0].file_count, 1);
	assert_string_equal(l.problem.jury[1].name, "accepted/two");
	assert_string_equal(l.problem.jury[1].base, "submissions/accepted/two/");
	assert_int_equal(l.problem.jury[1].file_count, 2);
	assert_string_equal(l.tree.files[l.problem.jury[1].files[1]].path,
			    "submissions/accepted/two/lib/Util.java");
	unload(&l);
}

static void files_of_one_submission_must_agree(void **state)
{
	struct fixture *f = *state;

	put(f, "submissions/mixed/a/1.cpp", "");
	put(f, "submissions/mixed/a/2.cpp", "@EXPECTED_RESULTS@: TIMELIMIT");
	put(f, "submissions/mixed/a/3.cpp", "@EXPECTED_RESULTS@: TIMELIMIT");
	assert_string_equal(expected(f), "TLE");
	put(f, "submissions/mixed/a/3.cpp", "@EXPECTED_RESULTS@: CORRECT");
	assert_string_equal(expected(f), "its files have different @EXPECTED_RESULTS@");
	put(f, "submissions/mixed/a/3.cpp", "@EXPECTED_RESULTS@: CORECT");
	assert_string_equal(expected(f), "unknown expectation \"CORECT\"; did you mean "
			    "\"CORRECT\"?");
}

static void files_beside_the_folders_are_no_submissions(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put_test(f);
	put(f, "submissions/submissions.yaml", "accepted: {permitted: [AC]}\n");
	put(f, "submissions/README.md", "");
	load(f, &l);
	assert_int_equal(l.problem.jury_count, 0);
	unload(&l);
}

static void plain_directories_may_have_submissions(void **state)
{
	struct fixture *f = *state;
	struct loaded l;

	put(f, "1.in", "");
	put(f, "1.out", "");
	put(f, "submissions/accepted/a/x.in", "");
	load(f, &l);
	assert_int_equal(l.problem.jury_count, 1);
	assert_int_equal(l.problem.test_count, 1);
	unload(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(folders_say_what_is_expected),
		TEST(tags_say_what_is_expected_elsewhere),
		TEST(standard_folders_win_over_tags),
		TEST(tags_win_in_rejected_of_legacy_packages),
		TEST(tags_are_looked_for_in_the_first_64_kib),
		TEST(a_directory_is_one_submission),
		TEST(files_of_one_submission_must_agree),
		TEST(files_beside_the_folders_are_no_submissions),
		TEST(plain_directories_may_have_submissions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
