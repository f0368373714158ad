#include "problem/problem_yaml.h"

#include "problem/constants.h"
#include "problem/files.h"
#include "problem/types.h"
#include "problem/words.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <string.h>

/* 2025-09 had earlier names. What was written under them mixes its keys with legacy ones. */
enum dialect { DIALECT_LEGACY, DIALECT_DRAFT, DIALECT_2025_09 };

static const struct yaml_enum versions[] = {
	{ "legacy", DIALECT_LEGACY },
	{ "legacy-icpc", DIALECT_LEGACY },
	{ "2023-07", DIALECT_DRAFT },
	{ "2023-07-draft", DIALECT_DRAFT },
	{ "2025-09", DIALECT_2025_09 },
	{ NULL, 0 },
};

/* ---- Values ------------------------------------------------------------------------------- */

static int load_validation_at(const struct yaml *doc, const yaml_node_t *node,
			      const struct yaml_field *field, void *object, struct error *err)
{
	struct problem_yaml *yaml = object;

	yaml->validation_line = yaml_line(node);
	yaml->validation_column = yaml_column(node);
	return load_validation(doc, node, field, &yaml->validation, err);
}

/* A text, or one for each language of the statement, of which judges see the English one. */
static int load_title(const struct yaml *doc, const yaml_node_t *node,
		      const struct yaml_field *field, void *member, struct error *err)
{
	const yaml_node_t *english = yaml_get(doc, node, "en");

	if (yaml_kind(node) == YAML_KIND_NULL)
		return 0;
	if (yaml_kind(node) == YAML_KIND_MAPPING && yaml_count(node) > 0)
		node = english ? english : yaml_value(doc, node, 0);
	return yaml_string(doc, node, field, member, err);
}

static int load_languages(const struct yaml *doc, const yaml_node_t *node,
			  const struct yaml_field *field, void *member, struct error *err)
{
	char *packed = member;

	if (load_words(doc, node, field, member, err) < 0)
		return -1;
	if (packed_count(packed) == 1 && !strcmp(packed, "all"))
		memset(packed, 0, field->size);
	return 0;
}

static const struct yaml_enum objectives[] = { { "max", false }, { "min", true }, { NULL, 0 } };

/* The last four are older than the format; what replaced them is in data/testdata.yaml. */
static const char *const grading_of_old[] = { "accept_score", "reject_score", "range",
					      "on_reject" };

static int load_objective(const struct yaml *doc, const yaml_node_t *node,
			  const struct yaml_field *field, void *object, struct error *err)
{
	struct problem_yaml *yaml = object;
	struct yaml_field choice = { .key = field->key, .size = sizeof(int), .extra = objectives };
	int minimise = false;

	if (yaml_enum(doc, node, &choice, &minimise, err) < 0)
		return -1;
	yaml->problem.minimise = minimise;
	return 0;
}

#define IGNORED(key) { key, yaml_ignore, .offset = 0 }

static const struct yaml_field grading_fields[] = {
	{ "objective", load_objective, .offset = 0 },
	IGNORED("show_test_data_groups"), IGNORED("accept_score"), IGNORED("reject_score"),
	IGNORED("range"), IGNORED("on_reject"), YAML_END
};

static int load_grading(const struct yaml *doc, const yaml_node_t *node,
			const struct yaml_field *field, void *object, struct error *err)
{
	if (yaml_kind(node) == YAML_KIND_NULL)
		return 0;
	if (yaml_expect(doc, node, field, YAML_KIND_MAPPING, err) < 0)
		return -1;
	return yaml_load(doc, node, grading_fields, object, err);
}

/* ---- Keys --------------------------------------------------------------------------------- */

#define AT(member) YAML_AT(struct problem_yaml, member)

#define KEYS_OF_BOTH \
	{ "name", load_title, AT(problem.title) }, \
	{ "type", load_type, AT(type) }, \
	{ "languages", load_languages, AT(problem.languages) }, \
	IGNORED("problem_format_version"), IGNORED("uuid"), IGNORED("source"), \
	IGNORED("license"), IGNORED("rights_owner"), IGNORED("keywords")
#define KEYS_OF_LEGACY \
	{ "validation", load_validation_at, .offset = 0 }, \
	{ "validator_flags", load_words, AT(validator_flags) }, \
	{ "grading", load_grading, .offset = 0 }, \
	IGNORED("author"), IGNORED("source_url"), IGNORED("max_score"), \
	IGNORED("show_test_data_groups"), IGNORED("difficulty")
#define KEYS_OF_2025_09 \
	{ "constants", load_constants, AT(problem) }, \
	{ "allow_file_writing", yaml_bool, AT(problem.allow_file_writing) }, \
	IGNORED("version"), IGNORED("credits"), IGNORED("embargo_until")

static const struct yaml_field legacy_fields[] = {
	KEYS_OF_BOTH, KEYS_OF_LEGACY, { "limits", limits_legacy, AT(limits) }, YAML_END
};

static const struct yaml_field fields_2025_09[] = {
	KEYS_OF_BOTH, KEYS_OF_2025_09, { "limits", limits_2025_09, AT(limits) }, YAML_END
};

static const struct yaml_field draft_fields[] = {
	KEYS_OF_BOTH, KEYS_OF_LEGACY, KEYS_OF_2025_09, { "limits", limits_draft, AT(limits) },
	YAML_END
};

static const struct yaml_field *const fields_of[] = {
	[DIALECT_LEGACY] = legacy_fields,
	[DIALECT_DRAFT] = draft_fields,
	[DIALECT_2025_09] = fields_2025_09,
};

static int check_required(const struct yaml *doc, struct error *err)
{
	static const char *const required[] = { "name", "uuid" };

	for (size_t i = 0; i < ARRAY_SIZE(required); i++)
		if (!yaml_get(doc, yaml_root(doc), required[i]) &&
		    yaml_error(doc, yaml_root(doc), err, "missing key \"%s\"", required[i]) < 0 &&
		    !yaml_keep(doc, err))
			return -1;
	return 0;
}

/* A problem that is only passed or failed has no use for them, and many such packages have them. */
static int check_grading(const struct yaml *doc, struct error *err)
{
	const yaml_node_t *grading = yaml_get(doc, yaml_root(doc), "grading");

	for (size_t i = 0; i < ARRAY_SIZE(grading_of_old); i++) {
		const yaml_node_t *value = yaml_get(doc, grading, grading_of_old[i]);

		if (value)
			return yaml_error(doc, value, err, "grading: move %s to "
					  "data/testdata.yaml", grading_of_old[i]);
	}
	return 0;
}

static int combine(const struct yaml *doc, struct problem_yaml *yaml, struct error *err)
{
	struct problem *problem = &yaml->problem;

	if (types_combine(doc, yaml->type, yaml->validation, &problem->type, err) < 0)
		return -1;
	if (problem->type.scoring && check_grading(doc, err) < 0)
		return -1;
	/* How often a run may be repeated says nothing where none is. */
	if (problem->type.multi_pass)
		problem->passes = yaml->limits.passes ? (unsigned)yaml->limits.passes : 2;
	problem->minimise &= problem->type.scoring;
	return 0;
}

static int load(const struct yaml *doc, struct problem_yaml *yaml, struct error *err)
{
	static const struct yaml_field version_field = {
		.key = "problem_format_version", .size = sizeof(int), .extra = versions,
	};
	const yaml_node_t *root = yaml_root(doc);
	const yaml_node_t *version = yaml_get(doc, root, version_field.key);
	int dialect = DIALECT_LEGACY;

	if (yaml_kind(root) == YAML_KIND_NULL)
		return 0;
	if (version && yaml_enum(doc, version, &version_field, &dialect, err) < 0)
		return -1;
	if (dialect == DIALECT_2025_09 && check_required(doc, err) < 0)
		return -1;
	yaml->strict = dialect == DIALECT_2025_09;
	yaml->problem.format = dialect == DIALECT_LEGACY ? FORMAT_LEGACY : FORMAT_2025_09;
	yaml->problem.allow_file_writing = dialect == DIALECT_LEGACY;
	yaml->limits.limits = limits_default(yaml->problem.format);
	if (yaml_load(doc, root, fields_of[dialect], yaml, err) < 0)
		return -1;
	return combine(doc, yaml, err);
}

static bool is_plain(const struct tree *tree)
{
	return tree_find(tree, "problem.yaml") < 0 && tree_find_prefix(tree, "data/") < 0;
}

/* A package whose folder lies in what was given is no heap of plain tests. */
static int check_plain(const struct tree *tree, struct error *err)
{
	static const char *const signs[] = { "/problem.yaml", "/data/secret/", "/data/sample/" };

	for (size_t i = 0; i < tree->count; i++)
		for (size_t k = 0; k < ARRAY_SIZE(signs); k++) {
			const char *path = tree->files[i].path, *sign = strstr(path, signs[k]);

			if (sign)
				return tree_error(tree, "", 0, 0, err, "no package, but there is one "
						  "in it: %.*s; give that folder, alone",
						  (int)(sign - path), path);
		}
	return 0;
}

int problem_yaml_read(const struct tree *tree, struct problem_yaml *ret, struct error *err)
{
	enum problem_format format = is_plain(tree) ? FORMAT_PLAIN : FORMAT_LEGACY;
	struct problem_yaml yaml = {
		.problem = { .format = format, .passes = 1, .allow_file_writing = true },
		.limits = { .limits = limits_default(format) },
	};
	long index = tree_find(tree, "problem.yaml");
	autoyaml struct yaml *doc = NULL;

	memcpy(yaml.problem.name, tree->name, sizeof yaml.problem.name);
	if (format == FORMAT_PLAIN && check_plain(tree, err) < 0)
		return -1;
	if (index >= 0 && (tree_read_yaml(tree, (size_t)index, &doc, err) < 0 ||
			   load(doc, &yaml, err) < 0) && !tree_keep(tree, err)) {
		problem_free(&yaml.problem);
		return -1;
	}
	yaml.problem.limits = yaml.limits.limits;
	*ret = yaml;
	return 0;
}
