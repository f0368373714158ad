#include "tests/unit/profile_place.h"

static void load_table(const char *directory, struct profile_table *table)
{
	struct error err;

	assert_int_equal(profiles_load(directory, classes, ARRAY_SIZE(classes), table, &err), 0);
}

/* The shipped languages; tests run at the top of the tree. */
static int load_shipped(void **state)
{
	struct profile_table *table = calloc(1, sizeof *table);

	load_table("langs", table);
	*state = table;
	return 0;
}

static int free_shipped(void **state)
{
	profile_table_free(*state);
	free(*state);
	return 0;
}

static void a_bad_profile_does_not_keep_others_from_loading(void **state)
{
	const struct place *place = *state;
	struct profile_table table = { 0 };
	const struct profile *found;
	struct error err;
	char text[1200], expected[128];

	write_file(place, "b.yaml", LEAST);
	write_file(place, "a.yaml", LEAST);
	write_file(place, "bad.yaml", LEAST "oops: 1\n");
	write_file(place, "C#.yaml", LEAST);
	write_file(place, ".hidden.yaml", "");
	write_file(place, "notes.txt", "");
	load_table(place->directory, &table);
	assert_int_equal(table.count, 2);
	assert_string_equal(table.profiles[0].id, "a");
	assert_string_equal(table.profiles[1].id, "b");
	assert_int_equal(table.failure_count, 2);
	assert_string_equal(table.failures[0].id, "C#");
	assert_string_equal(table.failures[0].err.message,
			    "the id \"C#\" has a character other than letters, digits and _+-");
	assert_int_equal(profile_find(&table, "bad", &found, &err), -1);
	assert_int_equal(err.kind, ERROR_USAGE);
	snprintf(expected, sizeof expected, "%s/bad.yaml:9:1: unknown key \"oops\"",
		 place->directory);
	assert_memory_equal(error_text(&err, text, sizeof text), expected, strlen(expected));
	profile_table_free(&table);
	assert_int_equal(table.count, 0);
}

static void a_directory_that_is_missing_is_an_error(void **state)
{
	struct profile_table table = { 0 };
	struct error err;

	(void)state;
	assert_int_equal(profiles_load("/nonexistent", classes, ARRAY_SIZE(classes), &table, &err),
			 -1);
	assert_int_equal(err.kind, ERROR_USAGE);
	assert_string_equal(err.message, "cannot read the language profiles in /nonexistent: "
			    "No such file or directory");
}

static void the_shipped_profiles_load(void **state)
{
	static const char *const ids[] = { "answers", "c", "cpp17", "cpp20", "java", "python3" };
	const struct profile_table *table = *state;
	const struct profile *found;
	struct error err;

	assert_int_equal(table->failure_count, 0);
	for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
		assert_int_equal(profile_find(table, ids[i], &found, &err), 0);
		assert_string_equal(found->id, ids[i]);
		assert_int_equal(found->has_compile, i > 0);
		assert_true(found->package[0]);
	}
}

static void a_language_is_found_by_id_or_family(void **state)
{
	const struct profile_table *table = *state;
	const struct profile *found = NULL;
	struct error err;

	assert_int_equal(profile_find(table, "cpp", &found, &err), 0);
	assert_string_equal(found->id, "cpp20");
	assert_int_equal(profile_find(table, "cpp21", &found, &err), -1);
	assert_int_equal(err.kind, ERROR_USAGE);
	assert_string_equal(err.message, "unknown language \"cpp21\"; did you mean \"cpp20\"?");
	assert_int_equal(profile_find(table, "pascal", &found, &err), -1);
	assert_non_null(strstr(err.message, "unknown language \"pascal\"; one of: answers, c, cpp17, "));
	assert_string_equal(found->id, "cpp20");
}

static void assert_chosen(const struct profile_table *table, const char *const *names,
			  size_t count, const char *allowed, const char *expected)
{
	const struct profile *found = NULL;
	struct error err;
	char text[1200];

	if (profile_for_files(table, names, count, allowed, &found, &err) < 0) {
		assert_int_equal(err.kind, ERROR_USAGE);
		assert_null(found);
		assert_string_equal(error_text(&err, text, sizeof text), expected);
	} else {
		assert_string_equal(found->id, expected);
	}
}

#define ASSERT_CHOSEN(allowed, expected, ...) \
	assert_chosen(*state, (const char *const[]){ __VA_ARGS__ }, \
		      sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *), allowed, \
		      expected)

static void files_choose_their_language(void **state)
{
	ASSERT_CHOSEN("", "c", "a.c");
	ASSERT_CHOSEN("", "cpp20", "a.cpp");
	ASSERT_CHOSEN("", "cpp20", "lib.h", "a.c++", "lib.hpp", "b.cc", "README", "x.d/notes");
	ASSERT_CHOSEN("", "java", "x.c/Main.java");
	ASSERT_CHOSEN("", "python3", "main.py");
}

static void a_problem_may_allow_few_languages(void **state)
{
	ASSERT_CHOSEN("c\0cpp17\0", "cpp17", "a.cpp");
	ASSERT_CHOSEN("java\0cpp\0", "cpp20", "a.cpp");
	ASSERT_CHOSEN("java\0c\0", "the problem does not allow cpp17 or cpp20", "a.cpp");
}

static void files_that_choose_no_language_are_an_error(void **state)
{
	ASSERT_CHOSEN("", "the files are of several languages; submit those of one, or use "
		      "--language", "a.c", "b.cpp");
	ASSERT_CHOSEN("", "no language has the extension of \"a.rs\"; use --language", "l.h",
		      "a.rs");
	ASSERT_CHOSEN("", "no language has the extension of \"a.c/b\"; use --language", "a.c/b");
	ASSERT_CHOSEN("", "there is no source file, only headers", "a.h");
}

static void none_or_several_preferred_are_ambiguous(void **state)
{
	const struct place *place = *state;
	struct profile_table table = { 0 };
	const struct profile *found;
	const char *name = "a.x";
	struct error err;

	write_file(place, "p.yaml", LEAST "family: f\n");
	write_file(place, "q.yaml", LEAST "family: f\n");
	write_file(place, "r.yaml", LEAST);
	load_table(place->directory, &table);
	assert_chosen(&table, &name, 1, "", "the language is ambiguous; use --language p, q or r");
	assert_chosen(&table, &name, 1, "q\0", "q");
	assert_int_equal(profile_find(&table, "f", &found, &err), -1);
	assert_string_equal(err.message, "the language \"f\" is ambiguous; use p or q");
	profile_table_free(&table);
	write_file(place, "q.yaml", LEAST "preferred: true\n");
	load_table(place->directory, &table);
	assert_chosen(&table, &name, 1, "", "q");
	profile_table_free(&table);
	write_file(place, "r.yaml", LEAST "preferred: true\n");
	load_table(place->directory, &table);
	assert_chosen(&table, &name, 1, "", "the language is ambiguous; use --language p, q or r");
	profile_table_free(&table);
}

static void a_profile_that_failed_is_named_when_files_fit_none(void **state)
{
	const struct place *place = *state;
	struct profile_table table = { 0 };
	const char *name = "a.x";

	write_file(place, "x.yaml", LEAST "oops: 1\n");
	load_table(place->directory, &table);
	assert_chosen(&table, &name, 1, "", "no language that was loaded is that of \"a.x\"; use "
		      "--language, or repair the profile \"x\"");
	profile_table_free(&table);
}

#define SHIPPED(test) cmocka_unit_test_setup_teardown(test, load_shipped, free_shipped)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(a_bad_profile_does_not_keep_others_from_loading),
		cmocka_unit_test(a_directory_that_is_missing_is_an_error),
		SHIPPED(the_shipped_profiles_load),
		SHIPPED(a_language_is_found_by_id_or_family),
		SHIPPED(files_choose_their_language),
		SHIPPED(a_problem_may_allow_few_languages),
		SHIPPED(files_that_choose_no_language_are_an_error),
		IN_PLACE(none_or_several_preferred_are_ambiguous),
		IN_PLACE(a_profile_that_failed_is_named_when_files_fit_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
