#include "problem/testdata.h"

#include "problem/files.h"
#include "problem/problem_yaml.h"
#include "problem/words.h"
#include "util/string.h"

#include <stdlib.h>
#include <string.h>

static const char legacy_name[] = "testdata.yaml", group_name[] = "test_group.yaml";

static int refuse_value(const struct yaml *doc, const yaml_node_t *node,
			const struct yaml_field *field, void *member, struct error *err)
{
	(void)member;
	if (yaml_kind(node) == YAML_KIND_NULL ||
	    (yaml_kind(node) != YAML_KIND_TEXT && yaml_count(node) == 0))
		return 0;
	return yaml_error(doc, node, err, "%s: is not supported yet", field->key);
}

struct settings {
	bool stated;
	char args[ARGS_MAX];
};

/* ---- Values ------------------------------------------------------------------------------- */

static int load_args(const struct yaml *doc, const yaml_node_t *node,
		     const struct yaml_field *field, void *object, struct error *err)
{
	struct settings *settings = object;
	struct yaml_field words = { .key = field->key, .size = sizeof settings->args };

	if (yaml_kind(node) == YAML_KIND_MAPPING)
		return yaml_error(doc, node, err, "%s: arguments for each validator by its name "
				  "are not supported yet", field->key);
	settings->stated = true;
	return load_words(doc, node, &words, settings->args, err);
}

/* Drafts have a mapping here that concerns scoring only. */
static int load_grading(const struct yaml *doc, const yaml_node_t *node,
			const struct yaml_field *field, void *object, struct error *err)
{
	(void)object;
	if (yaml_kind(node) == YAML_KIND_TEXT && strcmp(yaml_text(node), "default"))
		return yaml_error(doc, node, err, "%s: \"%.60s\" is not supported yet", field->key,
				  yaml_text(node));
	return 0;
}

/* Some change what is accepted; these two only which of several failures is reported. */
static int load_grader_flags(const struct yaml *doc, const yaml_node_t *node,
			     const struct yaml_field *field, void *object, struct error *err)
{
	char packed[256];
	struct yaml_field words = { .key = field->key, .size = sizeof packed };

	(void)object;
	if (load_words(doc, node, &words, packed, err) < 0)
		return -1;
	for (const char *word = packed; *word; word = packed_next(word))
		if (strcmp(word, "first_error") && strcmp(word, "worst_error"))
			return yaml_error(doc, node, err, "%s: \"%.60s\" is not supported yet",
					  field->key, word);
	return 0;
}

/* ---- Keys --------------------------------------------------------------------------------- */

static const struct yaml_enum on_reject[] = { { "break", 0 }, { "continue", 1 }, { NULL, 0 } };

/* A pass-fail problem has the verdict of its first failure either way. */
static int load_on_reject(const struct yaml *doc, const yaml_node_t *node,
			  const struct yaml_field *field, void *object, struct error *err)
{
	struct yaml_field choice = { .key = field->key, .size = sizeof(int), .extra = on_reject };
	int value;

	(void)object;
	return yaml_enum(doc, node, &choice, &value, err);
}

#define IGNORED(key) { key, yaml_ignore, .offset = 0 }
#define KEYS_OF_CASES \
	{ "args", refuse_value, .offset = 0 }, \
	{ "output_validator_args", load_args, .offset = 0 }, \
	IGNORED("input_validator_args"), IGNORED("input_visualizer_args"), \
	IGNORED("output_visualizer_args"), IGNORED("full_feedback")
#define KEYS_OF_GROUPS \
	{ "static_validation_score", refuse_value, .offset = 0 }, \
	IGNORED("static_validator_args"), IGNORED("max_score"), IGNORED("score_aggregation"), \
	IGNORED("require_pass")

static const struct yaml_field case_fields[] = {
	KEYS_OF_CASES, IGNORED("hint"), IGNORED("description"), YAML_END
};

static const struct yaml_field group_fields[] = { KEYS_OF_CASES, KEYS_OF_GROUPS, YAML_END };

/* Drafts of 2025-09 keep the legacy name and have keys of both. */
static const struct yaml_field legacy_fields[] = {
	{ "output_validator_flags", load_args, .offset = 0 },
	{ "grading", load_grading, .offset = 0 },
	{ "grader_flags", load_grader_flags, .offset = 0 },
	{ "on_reject", load_on_reject, .offset = 0 },
	IGNORED("input_validator_flags"), IGNORED("accept_score"), IGNORED("reject_score"),
	IGNORED("range"), IGNORED("scoring"), KEYS_OF_CASES, KEYS_OF_GROUPS, YAML_END
};

/* ---- Files -------------------------------------------------------------------------------- */

static size_t packed_size(const char *packed)
{
	const char *end = packed;

	while (*end)
		end = packed_next(end);
	return (size_t)(end - packed) + 1;
}

static int read_file(struct testdata *testdata, size_t index, const struct yaml_field *fields,
		     struct error *err)
{
	struct settings settings = { .stated = false };
	autoyaml struct yaml *doc = NULL;
	struct strbuf args = { 0 };

	if (tree_read_yaml(testdata->tree, index, &doc, err) < 0)
		return -1;
	if (yaml_kind(yaml_root(doc)) != YAML_KIND_NULL &&
	    yaml_load(doc, yaml_root(doc), fields, &settings, err) < 0)
		return -1;
	if (settings.stated) {
		strbuf_append(&args, settings.args, packed_size(settings.args));
		testdata->args[index] = strbuf_take(&args);
	}
	return 0;
}

static unsigned depth_of(const char *path)
{
	unsigned depth = 0;

	while ((path = strchr(path, '/'))) {
		depth++;
		path++;
	}
	return depth;
}

/* Only there does the format read it: arguments elsewhere would be lost without a word. */
static int check_place(const struct tree *tree, const char *path, struct error *err)
{
	if (depth_of(path) >= 2 && depth_of(path) <= 3)
		return 0;
	return tree_error(tree, path, 0, 0, err, "must be in sample/, in secret/, or in a "
			  "directory directly below them");
}

static bool belongs_to_case(const struct tree *tree, const char *path)
{
	autostrbuf struct strbuf input = { 0 };

	strbuf_append(&input, path, strlen(path) - strlen(".yaml"));
	strbuf_printf(&input, ".in");
	return tree_find(tree, input.text) >= 0;
}

static int visit(struct testdata *testdata, size_t index, enum problem_format format,
		 struct error *err)
{
	const char *path = testdata->tree->files[index].path;
	const char *name = strrchr(path, '/') + 1;

	if (!ends_with(path, ".yaml"))
		return 0;
	if (!strcmp(name, legacy_name))
		return read_file(testdata, index, legacy_fields, err);
	if (!strcmp(name, group_name))
		return check_place(testdata->tree, path, err) < 0 ?
		       -1 : read_file(testdata, index, group_fields, err);
	if (belongs_to_case(testdata->tree, path))
		return read_file(testdata, index, case_fields, err);
	if (format == FORMAT_2025_09 && depth_of(path) > 1)
		return tree_error(testdata->tree, path, 0, 0, err,
				  "belongs to no test case; groups have %s", group_name);
	return 0;
}

/* data/ itself, data/sample/ and data/secret/; what else is in data/ is not for judging. */
static bool is_judged(const char *path)
{
	return !strncmp(path, "data/", 5) &&
	       (!strchr(path + 5, '/') || !strncmp(path, "data/sample/", 12) ||
		!strncmp(path, "data/secret/", 12));
}

int testdata_read(const struct tree *tree, enum problem_format format, struct testdata *ret,
		  struct error *err)
{
	bool legacy = format == FORMAT_LEGACY;
	struct testdata testdata = {
		.tree = tree,
		.names = { legacy ? legacy_name : group_name, legacy ? group_name : legacy_name },
		.args = calloc(tree->count + 1, sizeof(char *)),
	};

	if (!testdata.args)
		abort();
	for (size_t i = 0; i < tree->count; i++)
		if (is_judged(tree->files[i].path) && visit(&testdata, i, format, err) < 0) {
			testdata_free(&testdata);
			return -1;
		}
	*ret = testdata;
	return 0;
}

static const char *args_of(const struct testdata *testdata, const char *path)
{
	long index = tree_find(testdata->tree, path);

	return index < 0 ? NULL : testdata->args[index];
}

const char *testdata_args(const struct testdata *testdata, const char *base)
{
	autostrbuf struct strbuf path = { 0 };
	const char *args, *slash;

	strbuf_printf(&path, "%s.yaml", base);
	args = args_of(testdata, path.text);
	while (!args && (slash = strrchr(path.text, '/'))) {
		size_t folder = (size_t)(slash - path.text);

		for (size_t i = 0; i < 2 && !args; i++) {
			path.length = folder;
			strbuf_printf(&path, "/%s", testdata->names[i]);
			args = args_of(testdata, path.text);
		}
		path.length = folder;
		path.text[folder] = '\0';
	}
	return args ? args : "";
}

void testdata_free(struct testdata *testdata)
{
	for (size_t i = 0; testdata->args && i < testdata->tree->count; i++)
		free(testdata->args[i]);
	free(testdata->args);
	testdata->args = NULL;
}
