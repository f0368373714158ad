#include "problem/limits.h"

#include <string.h>

enum { KIB = 1 << 10, MIB = 1 << 20, FACTOR_MAX = 1000 };

/* The sizes that the format calls typical; where 0 says "not stated", others decide. */
struct problem_limits limits_default(enum problem_format format)
{
	bool legacy = format == FORMAT_LEGACY;

	return (struct problem_limits){
		.time_ns = INT64_C(10000000000),
		.ac_to_time_limit = legacy ? 5 : 2,
		.time_limit_to_tle = legacy ? 2 : 1.5,
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

/* The legacy format states no least factor. */
static int load_factor(const struct yaml *doc, const yaml_node_t *node,
		       const struct yaml_field *field, void *member, struct error *err)
{
	double value = 0;
	struct yaml_field number = { .key = field->key, .size = sizeof value, .max = FACTOR_MAX };

	if (yaml_double(doc, node, &number, &value, err) < 0)
		return -1;
	if (!(value > 0))
		return yaml_error(doc, node, err, "%s: must be more than 0", field->key);
	memcpy(member, &value, sizeof value);
	return 0;
}

/* ---- Keys --------------------------------------------------------------------------------- */

#define AT(member) YAML_AT(struct stated_limits, limits.member)
#define SECONDS(member) AT(member), .min = 1, .max = LIMITS_TIME_MAX_NS

#define KEYS_OF_BOTH \
	{ "time_limit", load_time_limit, .offset = offsetof(struct stated_limits, limits), \
	  .min = 1, .max = LIMITS_TIME_MAX_NS }, \
	{ "memory", load_mebibytes, AT(memory_bytes) }, \
	{ "output", load_mebibytes, AT(output_bytes) }, \
	{ "code", load_kibibytes, AT(code_bytes) }, \
	{ "compilation_time", yaml_seconds, SECONDS(compile_ns) }, \
	{ "compilation_memory", load_mebibytes, AT(compile_memory_bytes) }, \
	{ "validation_time", yaml_seconds, SECONDS(validation_ns) }, \
	{ "validation_memory", load_mebibytes, AT(validation_memory_bytes) }, \
	{ "validation_output", load_mebibytes, AT(validation_output_bytes) }, \
	{ "validation_passes", yaml_integer, YAML_AT(struct stated_limits, passes), .min = 2, \
	  .max = LIMITS_PASSES_MAX }
#define KEYS_OF_LEGACY \
	{ "time_multiplier", load_factor, AT(ac_to_time_limit) }, \
	{ "time_safety_margin", load_factor, AT(time_limit_to_tle) }
#define KEYS_OF_2025_09 \
	{ "time_multipliers", yaml_mapping, .offset = 0, .extra = multiplier_fields }, \
	{ "time_resolution", yaml_seconds, SECONDS(time_resolution_ns) }

static const struct yaml_field multiplier_fields[] = {
	{ "ac_to_time_limit", yaml_double, AT(ac_to_time_limit), .min = 1, .max = FACTOR_MAX },
	{ "time_limit_to_tle", yaml_double, AT(time_limit_to_tle), .min = 1, .max = FACTOR_MAX },
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
