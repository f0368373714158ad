/* Any bytes as YAML: every node is visited, and loaded by a table that has every loader. */
#include "fuzz.h"

#include "util/cleanup.h"
#include "util/yaml.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct inner {
	char name[16];
	uint64_t present;
};

struct outer {
	char string[32], words[64], list[64];
	int64_t integer, duration, seconds, bytes;
	double number;
	bool flag;
	int choice;
	struct inner inner;
};

static const struct yaml_enum choices[] = { { "one", 1 }, { "two", 2 }, { NULL, 0 } };

static const struct yaml_field inner_fields[] = {
	{ "name", yaml_string, YAML_AT(struct inner, name), .flags = YAML_REQUIRED, .min = 1 },
	{ "any", yaml_ignore, .offset = 0 },
	YAML_END_PRESENT(struct inner, present),
};

static const struct yaml_field fields[] = {
	{ "string", yaml_string, YAML_AT(struct outer, string) },
	{ "words", yaml_strings, YAML_AT(struct outer, words), .flags = YAML_SINGLE | YAML_WORDS },
	{ "list", yaml_strings, YAML_AT(struct outer, list), .min = 1, .max = 5 },
	{ "integer", yaml_integer, YAML_AT(struct outer, integer), .min = -5, .max = 100 },
	{ "duration", yaml_duration, YAML_AT(struct outer, duration) },
	{ "seconds", yaml_seconds, YAML_AT(struct outer, seconds), .min = 1 },
	{ "bytes", yaml_bytes, YAML_AT(struct outer, bytes) },
	{ "number", yaml_double, YAML_AT(struct outer, number), .min = -1, .max = 1 },
	{ "flag", yaml_bool, YAML_AT(struct outer, flag) },
	{ "choice", yaml_enum, YAML_AT(struct outer, choice), .extra = choices },
	{ "inner", yaml_mapping, YAML_AT(struct outer, inner), .extra = inner_fields },
	YAML_END,
};

static void load(const struct yaml *doc, const yaml_node_t *node)
{
	struct outer outer = { .integer = 1 };
	struct error err = { 0 };

	if (yaml_load(doc, node, fields, &outer, &err) < 0)
		fuzz_expect_error(&err);
	else if (yaml_require(doc, node, fields, &outer, &err) < 0)
		fuzz_expect_error(&err);
	if (outer.integer < -5 || outer.integer > 100 || strlen(outer.string) >= sizeof outer.string)
		abort();
}

static void visit(const struct yaml *doc, const yaml_node_t *node)
{
	enum yaml_kind kind = yaml_kind(node);

	if (node && (yaml_line(node) == 0 || yaml_column(node) == 0))
		abort();
	if (kind == YAML_KIND_TEXT && strlen(yaml_text(node)) == 0 && yaml_is_plain(node))
		abort();
	for (size_t i = 0; i < yaml_count(node); i++) {
		if (kind == YAML_KIND_LIST)
			visit(doc, yaml_item(doc, node, i));
		if (kind != YAML_KIND_MAPPING)
			continue;
		visit(doc, yaml_key(doc, node, i));
		visit(doc, yaml_value(doc, node, i));
		if (yaml_get(doc, node, yaml_text(yaml_key(doc, node, i))) !=
		    yaml_value(doc, node, i))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	autoyaml struct yaml *doc = NULL;
	struct error err = { 0 };

	if (yaml_parse("fuzz.yaml", data, size, 0, &doc, &err) < 0) {
		fuzz_expect_error(&err);
		return 0;
	}
	visit(doc, yaml_root(doc));
	load(doc, yaml_root(doc));
	return 0;
}
