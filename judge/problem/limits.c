#include "problem/limits.h"

#include <string.h>

enum { KIB = 1 << 10, MIB = 1 << 20 };

/* The sizes that the format calls typical; where 0 says "not stated", others decide. */
struct problem_limits limits_default(void)
{
	return (struct problem_limits){
		.time_ns = INT64_C(10000000000),
		.ac_to_time_limit = 2,
		.time_limit_to_tle = 1.5,
		.time_resolution_ns = INT64_C(1000000000),
		.code_bytes = UINT64_C(128) * KIB,
		.validation_ns = INT64_C(60000000000),
		.validation_memory_bytes = UINT64_C(2048) * MIB,
		.validation_output_bytes = UINT64_C(8) * MIB,
	};
}

/* ---- Values ------------------------------------------------------------------------------- */

static int load_size(const struct yaml *doc, const yaml_node_t *node,
		     const struct yaml_field *field, int64_t unit, void *member,
		     struct error *err)
{
	struct yaml_field whole = *field;
	int64_t count = 0;
	uint64_t bytes;

	whole.min = 1;
	whole.max = (INT64_C(1) << 44) / unit;	/* 16 TiB */
	if (yaml_integer(doc, node, &whole, &count, err) < 0)
		return -1;
	bytes = (uint64_t)(count * unit);
	memcpy(member, &bytes, sizeof bytes);
	return 0;
}

static int load_mebibytes(const struct yaml *doc, const yaml_node_t *node,
			  const struct yaml_field *field, void *member, struct error *err)
{
	return load_size(doc, node, field, MIB, member, err);
}

static int load_kibibytes(const struct yaml *doc, const yaml_node_t *node,
			  const struct yaml_field *field, void *member, struct error *err)
{
	return load_size(doc, node, field, KIB, member, err);
}

static int load_time_limit(const struct yaml *doc, const yaml_node_t *node,
			   const struct yaml_field *field, void *object, struct error *err)
{
	struct problem_limits *limits = object;
	struct yaml_field seconds = *field;

	seconds.size = sizeof limits->time_ns;
	if (yaml_seconds(doc, node, &seconds, &limits->time_ns, err) < 0)
		return -1;
	limits->time_is_stated = true;
	return 0;
}

/* For what only serves to derive a time limit: checked, and left alone. */
static int check_positive(const struct yaml *doc, const yaml_node_t *node,
			  const struct yaml_field *field, void *member, struct error *err)
{
	double value = 0;
	struct yaml_field number = { .key = field->key, .size = sizeof value };

	(void)member;
	if (yaml_double(doc, node, &number, &value, err) < 0)
		return -1;
	if (!(value > 0))
		return yaml_error(doc, node, err, "%s: must be more than 0", field->key);
	return 0;
}

/* ---- Keys --------------------------------------------------------------------------------- */

#define SECONDS(member) \
	YAML_AT(struct problem_limits, member), .min = 1, .max = LIMITS_TIME_MAX_NS
#define SIZE(member) YAML_AT(struct problem_limits, member)

#define KEYS_OF_BOTH \
	{ "time_limit", load_time_limit, .offset = 0, .min = 1, .max = LIMITS_TIME_MAX_NS }, \
	{ "memory", load_mebibytes, SIZE(memory_bytes) }, \
	{ "output", load_mebibytes, SIZE(output_bytes) }, \
	{ "code", load_kibibytes, SIZE(code_bytes) }, \
	{ "compilation_time", yaml_seconds, SECONDS(compile_ns) }, \
	{ "compilation_memory", load_mebibytes, SIZE(compile_memory_bytes) }, \
	{ "validation_time", yaml_seconds, SECONDS(validation_ns) }, \
	{ "validation_memory", load_mebibytes, SIZE(validation_memory_bytes) }, \
	{ "validation_output", load_mebibytes, SIZE(validation_output_bytes) }
#define KEYS_OF_LEGACY \
	{ "time_multiplier", check_positive, .offset = 0 }, \
	{ "time_safety_margin", check_positive, .offset = 0 }
#define KEYS_OF_2025_09 \
	{ "time_multipliers", yaml_mapping, .offset = 0, .extra = multiplier_fields }, \
	{ "time_resolution", check_positive, .offset = 0 }, \
	{ "validation_passes", check_positive, .offset = 0 }

static const struct yaml_field multiplier_fields[] = {
	{ "ac_to_time_limit", check_positive, .offset = 0 },
	{ "time_limit_to_tle", check_positive, .offset = 0 },
	YAML_END
};

static const struct yaml_field legacy_fields[] = { KEYS_OF_BOTH, KEYS_OF_LEGACY, YAML_END };
static const struct yaml_field fields_2025_09[] = { KEYS_OF_BOTH, KEYS_OF_2025_09, YAML_END };
static const struct yaml_field draft_fields[] = { KEYS_OF_BOTH, KEYS_OF_LEGACY, KEYS_OF_2025_09,
						  YAML_END };

/* `limits:` with all its keys commented out is common. */
static int load_limits(const struct yaml *doc, const yaml_node_t *node,
		       const struct yaml_field *field, const struct yaml_field *fields,
		       void *member, struct error *err)
{
	if (yaml_kind(node) == YAML_KIND_NULL)
		return 0;
	if (yaml_expect(doc, node, field, YAML_KIND_MAPPING, err) < 0)
		return -1;
	return yaml_load(doc, node, fields, member, err);
}

int limits_legacy(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		  void *member, struct error *err)
{
	return load_limits(doc, node, field, legacy_fields, member, err);
}

int limits_2025_09(const struct yaml *doc, const yaml_node_t *node,
		   const struct yaml_field *field, void *member, struct error *err)
{
	return load_limits(doc, node, field, fields_2025_09, member, err);
}

int limits_draft(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		 void *member, struct error *err)
{
	return load_limits(doc, node, field, draft_fields, member, err);
}
