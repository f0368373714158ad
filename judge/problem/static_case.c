#include "problem/static_case.h"

#include "problem/array.h"
#include "problem/files.h"
#include "problem/groups.h"
#include "problem/words.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <stdlib.h>
#include <string.h>

static const char data[] = "data/", file_name[] = "/test_group.yaml", own_name[] = "static_validation";

/* The length of the group's path, "data/secret/1"; 0 if the file is no group's. */
static size_t group_of(const struct tree *tree, const char *path)
{
	size_t length = strlen(path), end = strlen(file_name);
	bool is_judged = !strncmp(path, "data/sample/", 12) || !strncmp(path, "data/secret/", 12);

	if (!is_judged || length <= end || strcmp(path + length - end, file_name) ||
	    is_in_case_files(tree, path))
		return 0;
	return length - end;
}

/* A file that cannot be parsed is taken for one that does: who loads it says what is wrong. */
static bool states_score(const struct settings_context *context, size_t index)
{
	autoyaml struct yaml *doc = NULL;
	struct error ignored = { 0 };

	if (settings_parse(context, index, SETTINGS_GROUP, &doc, &ignored) < 0)
		return true;
	return yaml_kind(yaml_root(doc)) == YAML_KIND_MAPPING &&
	       yaml_get(doc, yaml_root(doc), "static_validation_score") != NULL;
}

/* A real test case of the same name could not be told from it. */
static int check_name(const struct tree *tree, const char *group, size_t length, struct error *err)
{
	autostrbuf struct strbuf path = { 0 };

	strbuf_append(&path, group, length);
	strbuf_printf(&path, "/%s.in", own_name);
	if (tree_find(tree, path.text) < 0)
		return 0;
	return tree_error(tree, path.text, 0, 0, err, "a test case must not be called %s where "
			  "test_group.yaml has static_validation_score", own_name);
}

static void add(struct problem *problem, const char *group, size_t length, size_t index)
{
	struct test_case test = {
		.input = index, .answer = index, .is_static = true,
		.sample = !strncmp(group, "data/sample", strlen("data/sample")),
	};
	struct strbuf name = { 0 };

	strbuf_append(&name, group + strlen(data), length - strlen(data));
	strbuf_printf(&name, "/");
	test.name = strbuf_take(&name);
	problem->tests = array_room(problem->tests, problem->test_count, sizeof test);
	problem->tests[problem->test_count++] = test;
}

int static_cases_find(const struct settings_context *context, struct problem *problem,
		      struct error *err)
{
	const struct tree *tree = context->tree;

	/* Without the program, the key is an error of its own. */
	for (size_t i = 0; i < tree->count && problem->static_validator_count; i++) {
		const char *path = tree->files[i].path;
		size_t length = group_of(tree, path);

		if (length == 0 || !states_score(context, i))
			continue;
		if (check_name(tree, path, length, err) < 0 && !tree_keep(tree, err))
			return -1;
		add(problem, path, length, i);
	}
	return 0;
}

void static_cases_name(struct problem *problem)
{
	for (size_t i = 0; i < problem->test_count; i++) {
		struct test_case *test = &problem->tests[i];
		struct strbuf name = { 0 };

		if (!test->is_static)
			continue;
		strbuf_printf(&name, "%s%s", test->name, own_name);
		free(test->name);
		test->name = strbuf_take(&name);
	}
}

void static_case_apply(const struct settings *group, struct test_case *test)
{
	test->validator_args = packed_copy(group->static_args);
	test->program_args = packed_copy("");
	test->full_feedback = group->full_feedback;
}
