#include "problem/assize_yaml.h"

#include "problem/array.h"
#include "problem/files.h"
#include "util/cleanup.h"
#include "util/string.h"
#include "util/yaml.h"

#include <string.h>

enum { FEEDBACK_MAX = 1000 };	/* each is looked for among all groups */

static const char file_name[] = "assize.yaml";

/* ---- Values ------------------------------------------------------------------------------- */

static int load_checker(const struct yaml *doc, const yaml_node_t *node,
			const struct yaml_field *field, void *object, struct error *err)
{
	struct assize_yaml *yaml = object;
	char checker[sizeof yaml->checker] = "";
	struct yaml_field list = { .key = field->key, .size = sizeof checker, .min = 1,
				   .flags = YAML_SINGLE };

	if (yaml_strings(doc, node, &list, checker, err) < 0)
		return -1;
	if (strlen(checker) >= sizeof ((struct problem *)0)->checker)
		return yaml_error(doc, node, err, "%s: there is no checker of so long a name; "
				  "write a name with arguments as a list", field->key);
	memcpy(yaml->checker, checker, sizeof checker);
	yaml->checker_line = yaml_line(node);
	yaml->checker_column = yaml_column(node);
	return 0;
}

static int load_protocol(const struct yaml *doc, const yaml_node_t *node,
			 const struct yaml_field *field, void *object, struct error *err)
{
	static const struct yaml_enum protocols[] = {
		{ "icpc", PROTOCOL_ICPC }, { "testlib", PROTOCOL_TESTLIB },
		{ "cms", PROTOCOL_CMS }, { "exit01", PROTOCOL_EXIT01 }, { NULL, 0 },
	};
	struct assize_yaml *yaml = object;
	struct yaml_field choice = { .key = field->key, .size = sizeof(int), .extra = protocols };

	yaml->protocol_line = yaml_line(node);
	yaml->protocol_column = yaml_column(node);
	return yaml_enum(doc, node, &choice, &yaml->protocol, err);
}

/* at is NULL for all groups that nothing is said of. */
static int add_feedback(const struct yaml *doc, const yaml_node_t *at, const yaml_node_t *node,
			const char *key, struct assize_yaml *yaml, struct error *err)
{
	static const struct yaml_enum words[] = {
		{ "none", FEEDBACK_NONE }, { "verdict", FEEDBACK_VERDICT },
		{ "first-test", FEEDBACK_FIRST_TEST }, { "message", FEEDBACK_MESSAGE },
		{ "difference", FEEDBACK_DIFFERENCE }, { "full", FEEDBACK_FULL }, { NULL, 0 },
	};
	struct yaml_field choice = { .key = key, .size = sizeof(int), .extra = words };
	struct group_feedback entry = { .group = NULL };

	if (yaml_enum(doc, node, &choice, &entry.feedback, err) < 0)
		return -1;
	if (at) {
		entry.group = strdup(yaml_text(at));
		if (!entry.group)
			abort();
		entry.line = yaml_line(at);
		entry.column = yaml_column(at);
	}
	yaml->feedback = array_room(yaml->feedback, yaml->feedback_count, sizeof entry);
	yaml->feedback[yaml->feedback_count++] = entry;
	return 0;
}

static int load_feedback(const struct yaml *doc, const yaml_node_t *node,
			 const struct yaml_field *field, void *object, struct error *err)
{
	if (yaml_kind(node) != YAML_KIND_MAPPING)
		return add_feedback(doc, NULL, node, field->key, object, err);
	if (yaml_count(node) > FEEDBACK_MAX)
		return yaml_error(doc, node, err, "%s: more than %d groups", field->key,
				  FEEDBACK_MAX);
	for (size_t i = 0; i < yaml_count(node); i++) {
		const yaml_node_t *key = yaml_key(doc, node, i);
		bool is_default = !strcmp(yaml_text(key), "default");

		if (add_feedback(doc, is_default ? NULL : key, yaml_value(doc, node, i),
				 field->key, object, err) < 0)
			return -1;
	}
	return 0;
}

static const struct yaml_field fields[] = {
	{ "checker", load_checker, .offset = 0 },
	{ "protocol", load_protocol, .offset = 0 },
	{ "feedback", load_feedback, .offset = 0 },
	YAML_END
};

int assize_yaml_read(const struct tree *tree, struct assize_yaml *ret, struct error *err)
{
	struct assize_yaml yaml = { .protocol = PROTOCOL_ICPC };
	long index = tree_find(tree, file_name);
	autoyaml struct yaml *doc = NULL;

	if (index >= 0) {
		if (tree_read_yaml(tree, (size_t)index, &doc, err) < 0)
			return -1;
		if (yaml_kind(yaml_root(doc)) != YAML_KIND_NULL &&
		    yaml_load(doc, yaml_root(doc), fields, &yaml, err) < 0) {
			assize_yaml_free(&yaml);
			return -1;
		}
	}
	*ret = yaml;
	return 0;
}

void assize_yaml_free(struct assize_yaml *yaml)
{
	for (size_t i = 0; i < yaml->feedback_count; i++)
		free(yaml->feedback[i].group);
	free(yaml->feedback);
	*yaml = (struct assize_yaml){ .feedback = NULL };
}

/* ---- Checker and protocol ----------------------------------------------------------------- */

static int put_before(const struct tree *tree, const struct assize_yaml *yaml, char *flags,
		      struct error *err)
{
	char all[ARGS_MAX] = "";
	const char *lists[] = { packed_next(yaml->checker), flags };

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (const char *word = lists[i]; *word; word = packed_next(word))
			if (!packed_append(all, sizeof all, word, strlen(word)))
				return tree_error(tree, file_name, yaml->checker_line,
						  yaml->checker_column, err, "checker: with those of "
						  "problem.yaml, its arguments take more than %d "
						  "bytes", ARGS_MAX);
	memcpy(flags, all, sizeof all);
	return 0;
}

int assize_yaml_apply(const struct tree *tree, const struct assize_yaml *yaml,
		      struct problem *problem, char *flags, struct error *err)
{
	bool has_validators = problem->validator_count > 0;

	if (*yaml->checker && has_validators)
		return tree_error(tree, file_name, yaml->checker_line, yaml->checker_column, err,
				  "checker: the package has a validator of its own, %s; remove one "
				  "of them", problem->validators[0].name);
	if (yaml->protocol_line && !has_validators)
		return tree_error(tree, file_name, yaml->protocol_line, yaml->protocol_column, err,
				  "protocol: the package has no validator of its own that is used");
	problem->protocol = yaml->protocol;
	if (!*yaml->checker)
		return 0;
	memcpy(problem->checker, yaml->checker, strlen(yaml->checker) + 1);
	return put_before(tree, yaml, flags, err);
}

/* ---- Feedback ----------------------------------------------------------------------------- */

static int unknown_group(const struct tree *tree, const struct group_feedback *entry,
			 const struct problem *problem, struct error *err)
{
	autofree const char **names = calloc(problem->group_count, sizeof *names);
	const char *nearest;

	if (!names)
		abort();
	for (size_t i = 0; i < problem->group_count; i++)
		names[i] = problem->groups[i].name;
	nearest = text_nearest(entry->group, names, problem->group_count);
	return tree_error(tree, file_name, entry->line, entry->column, err,
			  "feedback: there is no group \"%.60s\"%s%s%s", entry->group,
			  nearest ? "; did you mean \"" : "", nearest ? nearest : "",
			  nearest ? "\"?" : "");
}

static bool is_within(const char *name, const char *group)
{
	size_t length = strlen(group);

	return !strncmp(name, group, length) && (name[length] == '\0' || name[length] == '/');
}

/* The innermost group that something is said of decides: depths has how long its name is. */
static int set_feedback(const struct tree *tree, const struct group_feedback *entry,
			struct problem *problem, size_t *depths, struct error *err)
{
	size_t depth = entry->group ? strlen(entry->group) : 0;
	bool found = entry->group == NULL;

	for (size_t i = 0; i < problem->group_count; i++) {
		struct test_group *group = &problem->groups[i];

		found |= entry->group && !strcmp(group->name, entry->group);
		if (depths[i] > depth || (entry->group && !is_within(group->name, entry->group)))
			continue;
		group->feedback = entry->feedback;
		depths[i] = depth;
	}
	return found ? 0 : unknown_group(tree, entry, problem, err);
}

int assize_yaml_apply_feedback(const struct tree *tree, const struct assize_yaml *yaml,
			       struct problem *problem, struct error *err)
{
	autofree size_t *depths = calloc(problem->group_count, sizeof *depths);

	if (!depths)
		abort();
	for (size_t i = 0; i < yaml->feedback_count; i++)
		if (set_feedback(tree, &yaml->feedback[i], problem, depths, err) < 0)
			return -1;
	return 0;
}
