#include "problem/problem_yaml.h"

#include "problem/files.h"
#include "problem/limits.h"
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

/* ---- Words -------------------------------------------------------------------------------- */

int load_words(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
	       void *member, struct error *err)
{
	struct yaml_field words = *field;

	words.flags |= YAML_WORDS;
	memset(member, 0, field->size);
	if (yaml_kind(node) == YAML_KIND_NULL)
		return 0;
	return yaml_strings(doc, node, &words, member, err);
}

int refuse_value(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		 void *member, struct error *err)
{
	(void)member;
	if (yaml_kind(node) == YAML_KIND_NULL ||
	    (yaml_kind(node) != YAML_KIND_TEXT && yaml_count(node) == 0))
		return 0;
	return yaml_error(doc, node, err, "%s: is not supported yet", field->key);
}

struct word {
	const char *text;
	bool supported;
};

/* Checks that each word is a known and a supported one; a list's words have their own place. */
static int check_words(const struct yaml *doc, const yaml_node_t *node,
		       const struct yaml_field *field, const struct word *known, size_t count,
		       char *packed, size_t capacity, struct error *err)
{
	struct yaml_field words = { .key = field->key, .size = capacity };
	const char *names[16], *word = packed;

	for (size_t i = 0; i < count; i++)
		names[i] = known[i].text;
	if (load_words(doc, node, &words, packed, err) < 0)
		return -1;
	for (size_t n = 0; *word; word = packed_next(word), n++) {
		bool is_list = yaml_kind(node) == YAML_KIND_LIST;
		const yaml_node_t *place = is_list ? yaml_item(doc, node, n) : node;
		const char *nearest;
		size_t i = 0;

		while (i < count && strcmp(word, known[i].text))
			i++;
		if (i < count && known[i].supported)
			continue;
		if (i < count)
			return yaml_error(doc, place, err, "%s: \"%s\" is not supported yet",
					  field->key, word);
		nearest = text_nearest(word, names, count);
		return yaml_error(doc, place, err, "%s: unknown value \"%.60s\"%s%s%s", field->key,
				  word, nearest ? "; did you mean \"" : "", nearest ? nearest : "",
				  nearest ? "\"?" : "");
	}
	return 0;
}

static int load_type(const struct yaml *doc, const yaml_node_t *node,
		     const struct yaml_field *field, void *object, struct error *err)
{
	static const struct word types[] = {
		{ "pass-fail", true }, { "scoring", false }, { "interactive", false },
		{ "multi-pass", false }, { "submit-answer", false },
	};
	char packed[256];

	(void)object;
	return check_words(doc, node, field, types, ARRAY_SIZE(types), packed, sizeof packed, err);
}

static int load_validation(const struct yaml *doc, const yaml_node_t *node,
			   const struct yaml_field *field, void *object, struct error *err)
{
	static const struct word words[] = {
		{ "default", true }, { "custom", true }, { "interactive", false },
		{ "score", false }, { "multi-pass", false },
	};
	struct problem_yaml *yaml = object;
	char packed[256];

	if (check_words(doc, node, field, words, ARRAY_SIZE(words), packed, sizeof packed,
			err) < 0)
		return -1;
	if (packed_count(packed) > 1)
		return yaml_error(doc, node, err, "%s: either default or custom", field->key);
	yaml->custom_validation = !strcmp(packed, "custom");
	yaml->validation_line = yaml_line(node);
	yaml->validation_column = yaml_column(node);
	return 0;
}

/* ---- Others ------------------------------------------------------------------------------- */

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

/* ---- Keys --------------------------------------------------------------------------------- */

#define AT(member) YAML_AT(struct problem_yaml, member)
#define IGNORED(key) { key, yaml_ignore, .offset = 0 }

#define KEYS_OF_BOTH \
	{ "name", load_title, AT(title) }, \
	{ "type", load_type, .offset = 0 }, \
	{ "languages", load_languages, AT(languages) }, \
	IGNORED("problem_format_version"), IGNORED("uuid"), IGNORED("source"), \
	IGNORED("license"), IGNORED("rights_owner"), IGNORED("keywords")
#define KEYS_OF_LEGACY \
	{ "validation", load_validation, .offset = 0 }, \
	{ "validator_flags", load_words, AT(validator_flags) }, \
	IGNORED("author"), IGNORED("source_url"), IGNORED("grading"), IGNORED("max_score"), \
	IGNORED("show_test_data_groups"), IGNORED("difficulty")
#define KEYS_OF_2025_09 \
	{ "constants", refuse_value, .offset = 0 }, \
	IGNORED("version"), IGNORED("credits"), IGNORED("embargo_until"), \
	IGNORED("allow_file_writing")

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
		if (!yaml_get(doc, yaml_root(doc), required[i]))
			return yaml_error(doc, yaml_root(doc), err, "missing key \"%s\"",
					  required[i]);
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
	yaml->format = dialect == DIALECT_LEGACY ? FORMAT_LEGACY : FORMAT_2025_09;
	return yaml_load(doc, root, fields_of[dialect], yaml, err);
}

int problem_yaml_read(const struct tree *tree, struct problem_yaml *ret, struct error *err)
{
	struct problem_yaml yaml = { .format = FORMAT_LEGACY, .limits = limits_default() };
	long index = tree_find(tree, "problem.yaml");
	autoyaml struct yaml *doc = NULL;

	if (index >= 0 && (tree_read_yaml(tree, (size_t)index, &doc, err) < 0 ||
			   load(doc, &yaml, err) < 0))
		return -1;
	*ret = yaml;
	return 0;
}
