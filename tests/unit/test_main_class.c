#include "pipeline/main_class.h"

#include "util/cleanup.h"
#include "util/fd.h"
#include "util/string.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define MAIN "main"
#define TAKES_STRINGS "([Ljava/lang/String;)V"

/* ---- Class files, as far as they are looked at ---------------------------------------------- */

static void add_constant(struct strbuf *class, const char *text)
{
	size_t length = strlen(text);
	const unsigned char head[] = { 1, (unsigned char)(length >> 8), (unsigned char)length };

	strbuf_append(class, head, sizeof head);
	strbuf_append(class, text, length);
}

/* Constants up to a NULL, between others that every class has. */
static void make_class(struct strbuf *class, const char *const *constants)
{
	static const unsigned char head[] = { 0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61, 0, 9 };
	static const unsigned char tail[] = { 0, 0x21, 0, 5, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0 };

	strbuf_append(class, head, sizeof head);
	add_constant(class, "java/lang/Object");
	for (; *constants; constants++)
		add_constant(class, *constants);
	add_constant(class, "Code");
	strbuf_append(class, tail, sizeof tail);
}

/* In memory of just that size, so that the sanitizer sees every byte too far. */
static bool has_main(const void *bytes, size_t size)
{
	autofree unsigned char *copy = malloc(size ? size : 1);

	assert_non_null(copy);
	memcpy(copy, bytes, size);
	return main_class_has_main(copy, size);
}

static bool class_has_main(const char *const *constants)
{
	autostrbuf struct strbuf class = { 0 };

	make_class(&class, constants);
	return has_main(class.text, class.length);
}

static void a_class_has_main_if_name_and_type_are_there(void **state)
{
	(void)state;
	assert_true(class_has_main((const char *[]){ MAIN, TAKES_STRINGS, NULL }));
	assert_true(class_has_main((const char *[]){ TAKES_STRINGS, "x", MAIN, NULL }));
	assert_false(class_has_main((const char *[]){ MAIN, "()V", NULL }));
	assert_false(class_has_main((const char *[]){ "run", TAKES_STRINGS, NULL }));
	assert_false(class_has_main((const char *[]){ NULL }));
}

static void a_part_of_another_text_is_not_the_name(void **state)
{
	static const char *const others[] = {
		"mainly", "domain", "maintain", "Main", "\4main", "\1main",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		assert_false(class_has_main((const char *[]){ others[i], TAKES_STRINGS, NULL }));
	assert_true(class_has_main((const char *[]){ "domain", "main", TAKES_STRINGS, NULL }));
	assert_false(class_has_main((const char *[]){ MAIN, "(I[Ljava/lang/String;)V", NULL }));
	assert_false(class_has_main((const char *[]){ MAIN, TAKES_STRINGS "x", NULL }));
}

static void another_kind_of_constant_is_not_the_name(void **state)
{
	static const char other[] = "\7\0\4main";
	autostrbuf struct strbuf class = { 0 };

	(void)state;
	make_class(&class, (const char *[]){ TAKES_STRINGS, NULL });
	strbuf_append(&class, other, sizeof other - 1);
	assert_false(has_main(class.text, class.length));
}

static void half_a_class_has_no_main(void **state)
{
	autostrbuf struct strbuf class = { 0 };
	size_t complete;

	(void)state;
	make_class(&class, (const char *[]){ MAIN, TAKES_STRINGS, NULL });
	complete = (size_t)((char *)memmem(class.text, class.length, TAKES_STRINGS,
					   strlen(TAKES_STRINGS)) - class.text) +
		   strlen(TAKES_STRINGS);
	for (size_t size = 0; size <= class.length; size++)
		assert_int_equal(has_main(class.text, size), size >= complete);
}

static void other_files_have_no_main(void **state)
{
	autostrbuf struct strbuf class = { 0 };

	(void)state;
	make_class(&class, (const char *[]){ MAIN, TAKES_STRINGS, NULL });
	class.text[3] = 'x';
	assert_false(has_main(class.text, class.length));
	assert_false(has_main("\xca\xfe\xba\xbe", 4));
	assert_false(has_main("public static void main(String[] args)", 38));
}

/* ---- Which class --------------------------------------------------------------------------- */

static void add_file(struct artifact *artifact, const char *name, const char *const *constants)
{
	autostrbuf struct strbuf class = { 0 };
	int fd;

	if (constants)
		make_class(&class, constants);
	fd = fd_sealed("class", class.text, class.length);
	assert_true(fd >= 0);
	assert_int_equal(artifact_add(artifact, name, fd), 0);
}

static void add_runnable(struct artifact *artifact, const char *name)
{
	add_file(artifact, name, (const char *[]){ MAIN, TAKES_STRINGS, NULL });
}

static void assert_found(const struct artifact *artifact, const char *entry_point,
			 const char *source, const char *expected)
{
	char name[256], source_name[64];
	struct source_file file = { .name = source_name };
	struct submission submission = { .files = &file, .file_count = source ? 1 : 0 };

	snprintf(source_name, sizeof source_name, "%s", source ? source : "");
	snprintf(submission.entry_point, sizeof submission.entry_point, "%s", entry_point);
	main_class_find(artifact, &submission, name, sizeof name);
	assert_string_equal(name, expected);
}

static void of_several_the_entry_point_wins_then_main_then_a_source_then_the_first(void **state)
{
	struct artifact artifact = artifact_empty();

	(void)state;
	add_runnable(&artifact, "Zebra.class");
	assert_found(&artifact, "", NULL, "Zebra");
	add_runnable(&artifact, "Alpha.class");
	add_runnable(&artifact, "Beta.class");
	assert_found(&artifact, "", NULL, "Alpha");
	assert_found(&artifact, "", "Zebra.java", "Zebra");
	add_runnable(&artifact, "Main.class");
	assert_found(&artifact, "", "Zebra.java", "Main");
	assert_found(&artifact, "Beta", "Zebra.java", "Beta");
	assert_found(&artifact, "Beta.java", "Zebra.java", "Beta");
	assert_found(&artifact, "NoSuch", "Zebra.java", "Main");
	artifact_free(&artifact);
}

static void packages_are_named_with_dots(void **state)
{
	struct artifact artifact = artifact_empty();

	(void)state;
	add_runnable(&artifact, "org/example/Solution.class");
	assert_found(&artifact, "", NULL, "org.example.Solution");
	add_runnable(&artifact, "org/example/Other.class");
	assert_found(&artifact, "", "src/Solution.java", "org.example.Solution");
	assert_found(&artifact, "org.example.Other", NULL, "org.example.Other");
	assert_found(&artifact, "Other", NULL, "org.example.Other");
	add_runnable(&artifact, "org/example/Main.class");
	assert_found(&artifact, "", NULL, "org.example.Main");
	artifact_free(&artifact);
}

static void what_has_no_main_is_passed_over(void **state)
{
	struct artifact artifact = artifact_empty();

	(void)state;
	assert_found(&artifact, "", NULL, "");
	add_file(&artifact, "Main.class", (const char *[]){ "run", NULL });
	add_file(&artifact, "Empty.class", NULL);
	add_runnable(&artifact, "notes.txt");
	add_runnable(&artifact, ".class");
	add_runnable(&artifact, "class");
	assert_found(&artifact, "Main", "Main.java", "");
	add_runnable(&artifact, "Real.class");
	assert_found(&artifact, "Main", "Main.java", "Real");
	artifact_free(&artifact);
}

/* ---- Which source -------------------------------------------------------------------------- */

static void assert_source(const char *entry_point, const char *first, const char *second,
			  const char *expected)
{
	char names[2][32];
	struct source_file files[] = { { .name = names[0] }, { .name = names[1] } };
	struct submission submission = { .files = files, .file_count = 2 };

	snprintf(names[0], sizeof names[0], "%s", first);
	snprintf(names[1], sizeof names[1], "%s", second);
	snprintf(submission.entry_point, sizeof submission.entry_point, "%s", entry_point);
	assert_string_equal(main_source_find(&submission), expected);
}

static void the_source_to_start_is_found(void **state)
{
	struct submission nothing = { .file_count = 0 };

	(void)state;
	assert_null(main_source_find(&nothing));
	assert_source("", "a.py", "b.py", "a.py");
	assert_source("", "a.py", "main.py", "main.py");
	assert_source("", "a.py", "__main__.py", "__main__.py");
	assert_source("", "a.py", "src/main.py", "src/main.py");
	assert_source("", "a.py", "main", "main");
	assert_source("", "a.py", "mainly.py", "a.py");
	assert_source("b.py", "main.py", "b.py", "b.py");
	assert_source("c.py", "a.py", "main.py", "main.py");
	assert_source("b", "main.py", "b.py", "b.py");
	assert_source("b", "b.py", "b", "b");
}

static int check(const char *run, const char *entry_point, const struct problem *problem,
		 const struct tree *tree, struct error *err)
{
	struct source_file files[] = { { .name = (char[]){ "first.py" } },
				       { .name = (char[]){ "second.py" } } };
	struct submission submission = { .files = files, .file_count = 2 };
	struct profile profile = { .id = "python3" };

	snprintf(profile.run.command, sizeof profile.run.command, "%s", run);
	assert_int_equal(main_entry_point_set(entry_point, &submission, err), 0);
	return main_entry_point_check(&profile, problem, tree, &submission, err);
}

static void an_entry_point_that_is_no_source_is_refused(void **state)
{
	struct tree_file tree_file = { .path = (char[]){ "include/python3/grader.py" } };
	struct tree tree = { .files = &tree_file, .count = 1 };
	size_t index = 0;
	struct include include = { .language = (char[]){ "python3" }, .files = &index,
				   .base = (char[]){ "include/python3/" }, .file_count = 1 };
	struct problem plain = { .include_count = 0 };
	struct problem more = { .includes = &include, .include_count = 1 };
	struct error err;

	(void)state;
	assert_int_equal(check("/files/{main}", "", &plain, &tree, &err), 0);
	assert_int_equal(check("/files/{main}", "second.py", &plain, &tree, &err), 0);
	assert_int_equal(check("/files/{main}", "second", &plain, &tree, &err), 0);
	assert_int_equal(check("/files/{main}", "grader.py", &more, &tree, &err), 0);
	assert_int_equal(check("/files/{binary}", "nope.c", &plain, &tree, &err), 0);
	assert_int_equal(check("{main_class}", "Nope", &plain, &tree, &err), 0);
	assert_int_equal(check("/files/{main}", "grader.py", &plain, &tree, &err), -1);
	assert_int_equal(err.kind, ERROR_USAGE);
	assert_string_equal(err.message, "the entry point \"grader.py\" is none of the sources");
	assert_int_equal(check("/files/{main}", "secnod.py", &plain, &tree, &err), -1);
	assert_string_equal(err.message, "the entry point \"secnod.py\" is none of the sources; "
					 "did you mean \"second.py\"?");
}

static void an_entry_point_that_is_too_long_is_refused(void **state)
{
	struct submission submission = { .file_count = 0 };
	char text[sizeof submission.entry_point + 1];
	struct error err;

	(void)state;
	memset(text, 'x', sizeof text);
	text[sizeof text - 1] = '\0';
	assert_int_equal(main_entry_point_set(text, &submission, &err), -1);
	assert_string_equal(err.message, "the entry point is longer than 127 bytes");
	assert_int_equal(main_entry_point_set(text + 1, &submission, &err), 0);
	assert_string_equal(submission.entry_point, text + 1);
}

static void a_class_that_was_not_meant_does_not_start(void **state)
{
	struct source_file file = { .name = (char[]){ "hello.kt" } };
	struct submission submission = { .files = &file, .file_count = 1 };

	(void)state;
	assert_true(main_class_is_stated("Main", &submission));
	snprintf(submission.entry_point, sizeof submission.entry_point, "org.Main");
	assert_true(main_class_is_stated("org.Main", &submission));
	assert_false(main_class_is_stated("Main", &submission));
	/* What names a source, not a class, is for the compiler to know. */
	snprintf(submission.entry_point, sizeof submission.entry_point, "hello.kt");
	assert_true(main_class_is_stated("HelloKt", &submission));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_class_has_main_if_name_and_type_are_there),
		cmocka_unit_test(a_part_of_another_text_is_not_the_name),
		cmocka_unit_test(another_kind_of_constant_is_not_the_name),
		cmocka_unit_test(half_a_class_has_no_main),
		cmocka_unit_test(other_files_have_no_main),
		cmocka_unit_test(
			of_several_the_entry_point_wins_then_main_then_a_source_then_the_first),
		cmocka_unit_test(packages_are_named_with_dots),
		cmocka_unit_test(what_has_no_main_is_passed_over),
		cmocka_unit_test(the_source_to_start_is_found),
		cmocka_unit_test(an_entry_point_that_is_no_source_is_refused),
		cmocka_unit_test(an_entry_point_that_is_too_long_is_refused),
		cmocka_unit_test(a_class_that_was_not_meant_does_not_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
