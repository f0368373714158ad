#include "util/yaml.h"

#include "util/cleanup.h"
#include "util/fd.h"
#include "util/string.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum colour { RED = 3, GREEN };

struct limits {
	uint64_t present;
	int64_t time_ns, wall_ns, bytes;
};

struct thing {
	uint64_t present;
	char name[8];
	int64_t count;
	double factor;
	bool on;
	enum colour colour;
	char command[16], files[32], words[32];
	struct limits limits;
	int64_t twice;
};

static int load_twice(const struct yaml *doc, const yaml_node_t *node,
		      const struct yaml_field *field, void *member, struct error *err)
{
	struct thing *thing = member;

	if (!yaml_is_plain(node))
		return yaml_error(doc, node, err, "%s: quoted", field->key);
	thing->twice = 2 * strtoll(yaml_text(node), NULL, 10);
	return 0;
}

static const struct yaml_enum colours[] = { { "red", RED }, { "green", GREEN }, { NULL, 0 } };

static const struct yaml_field limits_fields[] = {
	{ "time", yaml_duration, YAML_AT(struct limits, time_ns), .flags = YAML_REQUIRED, .min = 1,
	  .max = INT64_C(3600000000000) },
	{ "wall", yaml_seconds, YAML_AT(struct limits, wall_ns), .max = INT64_C(60000000000) },
	{ "memory", yaml_bytes, YAML_AT(struct limits, bytes) },
	YAML_END_PRESENT(struct limits, present),
};

static const struct yaml_field fields[] = {
	{ "name", yaml_string, YAML_AT(struct thing, name), .flags = YAML_REQUIRED, .min = 1 },
	{ "count", yaml_integer, YAML_AT(struct thing, count), .min = -5, .max = 64 },
	{ "factor", yaml_double, YAML_AT(struct thing, factor), .max = 10 },
	{ "on", yaml_bool, YAML_AT(struct thing, on) },
	{ "colour", yaml_enum, YAML_AT(struct thing, colour), .extra = colours },
	{ "compile", yaml_strings, YAML_AT(struct thing, command), .min = 1 },
	{ "files", yaml_strings, YAML_AT(struct thing, files), .flags = YAML_SINGLE, .max = 2 },
	{ "words", yaml_strings, YAML_AT(struct thing, words), .flags = YAML_WORDS },
	{ "limits", yaml_mapping, YAML_AT(struct thing, limits), .extra = limits_fields },
	{ "twice", load_twice, .offset = 0 },
	{ "comment", yaml_ignore, .offset = 0 },
	YAML_END_PRESENT(struct thing, present),
};

static int load(const char *text, struct thing *thing, struct error *err)
{
	autoyaml struct yaml *doc = NULL;

	*err = (struct error){ 0 };
	if (yaml_parse("t.yaml", text, strlen(text), 0, &doc, err) < 0)
		return -1;
	return yaml_load(doc, yaml_root(doc), fields, thing, err);
}

/* The whole error, as a user reads it. */
static void assert_error(const char *text, const char *expected)
{
	struct thing thing = { 0 };
	struct error err;
	char found[1200];

	assert_int_equal(load(text, &thing, &err), -1);
	assert_int_equal(err.kind, ERROR_USAGE);
	assert_string_equal(error_text(&err, found, sizeof found), expected);
}

static int parse(const void *bytes, size_t size, size_t max, struct error *err)
{
	struct yaml *doc = NULL;
	int result = yaml_parse("t.yaml", bytes, size, max, &doc, err);

	assert_true((result == 0) == (doc != NULL));
	yaml_close(doc);
	return result;
}

static void everything_loads(void **state)
{
	struct thing thing = { 0 };
	struct error err;

	(void)state;
	assert_int_equal(load("name: \"2\"\ncount: -5\nfactor: 2.5e0\non: true\ncolour: green\n"
			      "compile: [g++, '-O2', 17]\nfiles: a b\nwords: \" a  b \"\n"
			      "limits: {time: 1.5s, wall: 0.1, memory: 128MiB}\ntwice: 21\n"
			      "comment: {any: [thing]}\n", &thing, &err), 0);
	assert_string_equal(thing.name, "2");
	assert_int_equal(thing.count, -5);
	assert_true(thing.factor > 2.49 && thing.factor < 2.51);
	assert_true(thing.on);
	assert_int_equal(thing.colour, GREEN);
	assert_memory_equal(thing.command, "g++\0-O2\0" "17\0", 12);
	assert_memory_equal(thing.files, "a b\0", 5);
	assert_memory_equal(thing.words, "a\0b\0", 5);
	assert_int_equal(thing.limits.time_ns, 1500000000);
	assert_int_equal(thing.limits.wall_ns, 100000000);
	assert_int_equal(thing.limits.bytes, 128 << 20);
	assert_int_equal(thing.twice, 42);
}

static void keys_have_errors_with_a_cure(void **state)
{
	(void)state;
	assert_error("name: a\n  \ncomplie: [a]\n",
		     "t.yaml:3:1: unknown key \"complie\"; did you mean \"compile\"?");
	assert_error("limits:\n  tmie: 1s\n",
		     "t.yaml:2:3: unknown key \"tmie\"; did you mean \"time\"?");
	assert_error("zzzzzz: 1\n",
		     "t.yaml:1:1: unknown key \"zzzzzz\"; known keys: name, count, factor, on, "
		     "colour, compile, files, words, limits, twice, comment");
	assert_error("\"a\\e[31m\\nb\": 1\n",
		     "t.yaml:1:1: unknown key \"a\xef\xbf\xbd[31m b\"; known keys: name, count, "
		     "factor, on, colour, compile, files, words, limits, twice, comment");
	assert_error("name: a\ncount: 1\n'name': b\n",
		     "t.yaml:3:1: duplicate key \"name\", already on line 1; remove one");
	assert_error("comment:\n  - {a: 1, b: 2, a: 3}\n",
		     "t.yaml:2:18: duplicate key \"a\", already on line 2; remove one");
	assert_error("comment: {[a]: 1}\n",
		     "t.yaml:1:11: a key must be text; quote it if it begins with [ or {");
}

static void more_than_a_small_tree_is_refused(void **state)
{
	(void)state;
	assert_error("comment: &x [*x]\n",
		     "t.yaml:1:10: anchors (&name) are not supported; remove it");
	assert_error("&x name: a\n", "t.yaml:1:1: anchors (&name) are not supported; remove it");
	assert_error("name: a\ncomment: *x\n",
		     "t.yaml:2:10: aliases (*name) are not supported; write the value again");
	assert_error("count: !!int \"1\"\n",
		     "t.yaml:1:8: tags (!name) are not supported; remove it");
	assert_error("name: a\n---\nname: b\n",
		     "t.yaml:2:1: a second document begins here; keep one document per file");
}

static void syntax_errors_have_a_place_and_a_cure(void **state)
{
	(void)state;
	assert_error("limits:\n\ttime: 1s\n",
		     "t.yaml:2:1: a tab cannot indent; indent with spaces");
	assert_error("limits:\n  time: 1s\n\twall: 2\n",
		     "t.yaml:3:1: a tab cannot indent; indent with spaces");
	assert_error("name: a: b\n",
		     "t.yaml:1:8: mapping values are not allowed in this context; check the "
		     "indentation, and quote text that has \": \"");
	assert_error("name: \"a\ncount: 1\n",
		     "t.yaml:3:1: found unexpected end of stream while scanning a quoted scalar "
		     "from line 1 on; close the quote");
	assert_error("a: 1\nname: \xc3\xa4\xff\n",
		     "t.yaml:2:8: invalid leading UTF-8 octet; save the file as UTF-8");
	assert_error("name: \x1b[31m\n",
		     "t.yaml:1:7: control characters are not allowed; remove them, or write them "
		     "as escapes in double quotes");
}

static void empty_files_say_what_is_expected(void **state)
{
	static const char *const empty[] = { "", "\n", "# only a comment\n", "---\n", "~\n" };
	static const char tail[] = "expected a mapping with keys name, count, factor, on, colour, "
				   "compile, files, words, limits, twice, comment";
	char expected[256];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(empty); i++) {
		struct thing thing = { 0 };
		struct error err;

		assert_int_equal(load(empty[i], &thing, &err), -1);
		assert_int_equal(err.kind, ERROR_USAGE);
		assert_memory_equal(err.message, "empty file: ", 12);
		assert_string_equal(err.message + 12, tail);
		assert_string_equal(err.file, "t.yaml");
		assert_true(err.line > 0 && err.column > 0);
	}
	snprintf(expected, sizeof expected, "t.yaml:1:1: %s", tail);
	assert_error("- a\n", expected);
	assert_error("'~'\n", expected);
}

static void deep_nesting_is_a_clean_error(void **state)
{
	static const struct {
		const char *opening;
		unsigned line, column;
	} cases[] = {
		{ "[", 1, 33 }, { "{a: ", 1, 129 }, { "- ", 1, 65 }, { "? ", 1, 65 },
		{ "[\n", 33, 1 },
	};
	enum { DEPTH = 200000 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		autostrbuf struct strbuf text = { 0 };
		struct error err = { 0 };

		for (int n = 0; n < DEPTH; n++)
			strbuf_append(&text, cases[i].opening, strlen(cases[i].opening));
		assert_int_equal(parse(text.text, text.length, 0, &err), -1);
		assert_string_equal(err.message, "nested more than 32 levels deep; flatten it");
		assert_int_equal(err.line, cases[i].line);
		assert_int_equal(err.column, cases[i].column);
	}
}

static void the_deepest_allowed_nesting_parses(void **state)
{
	char text[2 * YAML_DEPTH_MAX];
	struct error err = { 0 };

	(void)state;
	memset(text, '[', YAML_DEPTH_MAX);
	memset(text + YAML_DEPTH_MAX, ']', YAML_DEPTH_MAX);
	assert_int_equal(parse(text, sizeof text, 0, &err), 0);
}

static void siblings_are_not_depth(void **state)
{
	autostrbuf struct strbuf text = { 0 };
	struct error err = { 0 };

	(void)state;
	for (int i = 0; i < 2 * YAML_DEPTH_MAX; i++)
		strbuf_printf(&text, "- [a, {b: c}]\n");
	assert_int_equal(parse(text.text, text.length, 0, &err), 0);
}

static void giants_are_bounded(void **state)
{
	autostrbuf struct strbuf text = { 0 };
	struct error err = { 0 };
	char shown[512];

	(void)state;
	strbuf_printf(&text, "[a");	/* the list itself is a value, too */
	for (int i = 0; i < YAML_NODES_MAX - 2; i++)
		strbuf_append(&text, ",a", 2);
	strbuf_append(&text, "]", 1);
	assert_int_equal(parse(text.text, text.length, 0, &err), 0);
	text.length--;
	strbuf_append(&text, ",a]", 3);
	assert_int_equal(parse(text.text, text.length, 0, &err), -1);
	assert_string_equal(err.message, "more than 65536 values; split the file");
	assert_int_equal(parse("name: a", 7, 7, &err), 0);
	assert_int_equal(parse("name: a", 7, 6, &err), -1);
	assert_string_equal(error_text(&err, shown, sizeof shown), "t.yaml: larger than 6 B");
	while (text.length <= YAML_SIZE_DEFAULT)
		strbuf_printf(&text, "\n%1000s", "");
	assert_int_equal(parse(text.text, text.length, 0, &err), -1);
	assert_string_equal(error_text(&err, shown, sizeof shown), "t.yaml: larger than 1 MiB");
}

static void nul_bytes_are_refused(void **state)
{
	struct error err = { 0 };
	char shown[512];

	(void)state;
	assert_int_equal(parse("a: 1\nb: x\0y", 11, 0, &err), -1);
	assert_string_equal(error_text(&err, shown, sizeof shown),
			    "t.yaml:2:5: NUL byte; save the file as UTF-8 text");
	assert_error("name: \"a\\0b\"\n", "t.yaml:1:7: text contains a NUL byte; remove \\0");
}

static void wrong_kinds_are_named(void **state)
{
	static const char *const cases[][2] = {
		{ "name: [a]", "1:7: name: expected text, not a list" },
		{ "name:", "1:6: name: has no value; write text, or remove the key" },
		{ "name: ''", "1:7: name: needs at least 1 bytes" },
		{ "name: 12345678", "1:7: name: too long; at most 7 bytes fit" },
		{ "count: {a: 1}", "1:8: count: expected text, not a mapping" },
		{ "count: \"2\"",
		  "1:8: count: \"2\" is quoted, which makes it text; write it plain" },
		{ "limits: 3", "1:9: limits: expected a mapping, not text" },
		{ "limits: ~", "1:9: limits: has no value; write a mapping, or remove the key" },
		{ "compile: g++", "1:10: compile: expected a list, not text" },
		{ "files: {a: b}", "1:8: files: expected a list, not a mapping" },
		{ "compile:\n- a\n- [b]", "3:3: compile: expected text, not a list" },
		{ "on: yes", "1:5: on: \"yes\" is neither true nor false" },
		{ "on: 'true'",
		  "1:5: on: \"true\" is quoted, which makes it text; write it plain" },
		{ "colour: gren", "1:9: colour: unknown value \"gren\"; did you mean \"green\"?" },
		{ "colour: blue", "1:9: colour: unknown value \"blue\"; one of: red, green" },
		{ "twice: '4'", "1:8: twice: quoted" },
	};
	char expected[256];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		snprintf(expected, sizeof expected, "t.yaml:%s", cases[i][1]);
		assert_error(cases[i][0], expected);
	}
}

static void lists_that_do_not_fit_are_errors(void **state)
{
	struct thing thing = { 0 };
	struct error err;

	(void)state;
	/* 8 + 7 + 1 bytes are exactly the array. */
	assert_int_equal(load("compile: [1234567, 123456]", &thing, &err), 0);
	assert_memory_equal(thing.command, "1234567\0" "123456\0", 16);
	assert_int_equal(load("files: [a, b]", &thing, &err), 0);
	assert_error("compile: [1234567, 1234567]",
		     "t.yaml:1:20: compile: too long; all entries take at most 15 bytes");
	assert_error("compile: [a, '']", "t.yaml:1:14: compile: an entry is empty; remove it");
	assert_error("compile: []", "t.yaml:1:10: compile: needs at least 1 entries");
	assert_error("files: [a, b, c]",
		     "t.yaml:1:8: files: has 3 entries; at most 2 are allowed");
}

static void a_second_load_overrides_only_what_it_has(void **state)
{
	struct thing thing = { .count = 7 };
	struct error err;

	(void)state;
	assert_int_equal(load("name: base\ncompile: [a, b, c]\nlimits: {time: 1s, memory: 1KiB}\n",
			      &thing, &err), 0);
	assert_false(yaml_present(fields, &thing, "files"));
	assert_int_equal(load("name: d\ncompile: [x]\nlimits: {time: 2s}\nfiles: f\n",
			      &thing, &err), 0);
	assert_memory_equal(thing.name, "d\0\0\0\0", 5);
	assert_int_equal(thing.count, 7);
	assert_memory_equal(thing.command, "x\0\0\0", 4);
	assert_int_equal(thing.limits.time_ns, 2000000000);
	assert_int_equal(thing.limits.bytes, 1024);
	assert_true(yaml_present(fields, &thing, "files"));
	assert_true(yaml_present(fields, &thing, "compile"));
	assert_false(yaml_present(fields, &thing, "count"));
	assert_true(yaml_present(limits_fields, &thing.limits, "memory"));
	assert_false(yaml_present(limits_fields, &thing.limits, "wall"));
}

static int require(const char *text, struct thing *thing, char *shown, size_t size)
{
	autoyaml struct yaml *doc = NULL;
	struct error err = { 0 };

	assert_int_equal(yaml_parse("t.yaml", text, strlen(text), 0, &doc, &err), 0);
	assert_int_equal(yaml_load(doc, yaml_root(doc), fields, thing, &err), 0);
	if (yaml_require(doc, yaml_root(doc), fields, thing, &err) == 0)
		return 0;
	assert_int_equal(err.kind, ERROR_USAGE);
	error_text(&err, shown, size);
	return -1;
}

static void required_keys_may_come_from_any_file(void **state)
{
	struct thing thing = { 0 };
	char shown[512];

	(void)state;
	assert_int_equal(require("limits:\n  memory: 1B\n", &thing, shown, sizeof shown), -1);
	assert_string_equal(shown, "t.yaml:1:1: missing key \"name\"");
	assert_int_equal(require("name: a\nlimits:\n  wall: 1\n", &thing, shown, sizeof shown), -1);
	assert_string_equal(shown, "t.yaml:3:3: limits: missing key \"time\"");
	assert_int_equal(require("count: 1\n", &thing, shown, sizeof shown), -1);
	assert_string_equal(shown, "t.yaml:1:1: limits: missing key \"time\"");
	assert_int_equal(require("limits: {time: 1s}\n", &thing, shown, sizeof shown), 0);
	thing = (struct thing){ 0 };
	assert_int_equal(require("name: a\n", &thing, shown, sizeof shown), 0);
}

static void a_table_without_record_checks_each_load(void **state)
{
	static const struct yaml_field table[] = {
		{ "name", yaml_string, .size = 8, .flags = YAML_REQUIRED },
		{ "on", yaml_ignore, .offset = 0 },
		YAML_END
	};
	static const char text[] = "# first line\non: 1\n";
	autoyaml struct yaml *doc = NULL;
	struct error err = { 0 };
	char name[8] = "base", shown[512];

	(void)state;
	assert_int_equal(yaml_parse("t.yaml", text, sizeof text - 1, 0, &doc, &err), 0);
	assert_int_equal(yaml_load(doc, yaml_root(doc), table, name, &err), -1);
	assert_string_equal(error_text(&err, shown, sizeof shown),
			    "t.yaml:2:1: missing key \"name\"");
	assert_int_equal(yaml_require(doc, yaml_root(doc), table, name, &err), 0);
}

static void nodes_can_be_walked(void **state)
{
	static const char text[] = "\xef\xbb\xbf" "a: '~'\n"
				   "\xc3\xa4: [x, {y: z}]\nn: null\nb: |\n  q\n";
	autoyaml struct yaml *doc = NULL;
	struct error err = { 0 };
	const yaml_node_t *root, *list;

	(void)state;
	assert_int_equal(yaml_parse("t.yaml", text, sizeof text - 1, 0, &doc, &err), 0);
	root = yaml_root(doc);
	assert_int_equal(yaml_kind(root), YAML_KIND_MAPPING);
	assert_int_equal(yaml_count(root), 4);
	assert_string_equal(yaml_text(yaml_key(doc, root, 0)), "a");
	assert_int_equal(yaml_column(yaml_key(doc, root, 0)), 1);
	assert_int_equal(yaml_kind(yaml_value(doc, root, 0)), YAML_KIND_TEXT);
	assert_false(yaml_is_plain(yaml_value(doc, root, 0)));
	list = yaml_get(doc, root, "\xc3\xa4");
	assert_int_equal(yaml_kind(list), YAML_KIND_LIST);
	assert_int_equal(yaml_count(list), 2);
	assert_int_equal(yaml_line(list), 2);
	assert_int_equal(yaml_column(list), 4);
	assert_true(yaml_is_plain(yaml_item(doc, list, 0)));
	assert_string_equal(yaml_text(yaml_get(doc, yaml_item(doc, list, 1), "y")), "z");
	assert_string_equal(yaml_text(list), "");
	assert_int_equal(yaml_kind(yaml_get(doc, root, "n")), YAML_KIND_NULL);
	assert_string_equal(yaml_text(yaml_get(doc, root, "b")), "q\n");
	assert_false(yaml_is_plain(yaml_get(doc, root, "b")));
	assert_null(yaml_get(doc, root, "c"));
	assert_null(yaml_get(doc, list, "a"));
	assert_null(yaml_get(doc, NULL, "a"));
}

static void descriptors_are_read_to_their_end(void **state)
{
	autoclose int fd = fd_sealed("t", "name: abc\n", 10);
	autoyaml struct yaml *doc = NULL;
	struct error err = { 0 };

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(yaml_read(fd, "t.yaml", 9, &doc, &err), -1);
	assert_string_equal(err.message, "larger than 9 B");
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(yaml_read(fd, "t.yaml", 10, &doc, &err), 0);
	assert_string_equal(yaml_text(yaml_get(doc, yaml_root(doc), "name")), "abc");
	assert_int_equal(yaml_read(-1, "t.yaml", 0, &doc, &err), -1);
	assert_int_equal(err.kind, ERROR_SYSTEM);
	assert_int_equal(err.errnum, EBADF);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_loads),
		cmocka_unit_test(keys_have_errors_with_a_cure),
		cmocka_unit_test(more_than_a_small_tree_is_refused),
		cmocka_unit_test(syntax_errors_have_a_place_and_a_cure),
		cmocka_unit_test(empty_files_say_what_is_expected),
		cmocka_unit_test(deep_nesting_is_a_clean_error),
		cmocka_unit_test(the_deepest_allowed_nesting_parses),
		cmocka_unit_test(siblings_are_not_depth),
		cmocka_unit_test(giants_are_bounded),
		cmocka_unit_test(nul_bytes_are_refused),
		cmocka_unit_test(wrong_kinds_are_named),
		cmocka_unit_test(lists_that_do_not_fit_are_errors),
		cmocka_unit_test(a_second_load_overrides_only_what_it_has),
		cmocka_unit_test(required_keys_may_come_from_any_file),
		cmocka_unit_test(a_table_without_record_checks_each_load),
		cmocka_unit_test(nodes_can_be_walked),
		cmocka_unit_test(descriptors_are_read_to_their_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
