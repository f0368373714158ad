#include "profile/fields.h"

#include "model/profile.h"
#include "util/clock.h"

#include <string.h>

#define HOUR (3600 * NS_PER_S)
#define TIB (INT64_C(1) << 40)

static const struct yaml_field limit_fields[] = {
	{ "cpu", yaml_duration, YAML_AT(struct profile_limits, cpu_ns), .min = 1, .max = HOUR },
	{ "wall", yaml_duration, YAML_AT(struct profile_limits, wall_ns), .min = 1, .max = HOUR },
	{ "memory", yaml_bytes, YAML_AT(struct profile_limits, memory_bytes), .min = 1, .max = TIB },
	{ "processes", yaml_integer, YAML_AT(struct profile_limits, processes), .min = 1,
	  .max = 4096 },
	{ "file", yaml_bytes, YAML_AT(struct profile_limits, file_bytes), .min = 1, .max = TIB },
	{ "output", yaml_bytes, YAML_AT(struct profile_limits, output_bytes), .min = 1, .max = TIB },
	YAML_END,
};

static const struct yaml_field compile_fields[] = {
	{ "class", yaml_string, YAML_AT(struct profile, compile.class), .min = 1 },
	{ "command", yaml_strings, YAML_AT(struct profile, compile.command), .min = 1 },
	{ "environment", yaml_strings, YAML_AT(struct profile, compile.environment) },
	{ "limits", yaml_mapping, YAML_AT(struct profile, compile.limits), .extra = limit_fields },
	YAML_END,
};

static int load_compile(const struct yaml *doc, const yaml_node_t *node,
			const struct yaml_field *field, void *member, struct error *err)
{
	struct profile *profile = member;

	profile->has_compile = true;
	return yaml_mapping(doc, node, field, profile, err);
}

static int load_factor(const struct yaml *doc, const yaml_node_t *node,
		       const struct yaml_field *field, void *member, struct error *err)
{
	double factor = 0;

	if (yaml_double(doc, node, field, &factor, err) < 0)
		return -1;
	if (factor <= 0)
		return yaml_error(doc, node, err, "%s: must be more than 0; 1 leaves limits alone",
				  field->key);
	memcpy(member, &factor, sizeof factor);
	return 0;
}

static const struct yaml_field time_fields[] = {
	{ "factor", load_factor, YAML_AT(struct profile, time_factor), .max = 100 },
	{ "extra", yaml_duration, YAML_AT(struct profile, time_extra_ns), .max = HOUR },
	YAML_END,
};

static const struct yaml_field memory_fields[] = {
	{ "extra", yaml_bytes, YAML_AT(struct profile, memory_extra_bytes), .max = TIB },
	YAML_END,
};

static const struct yaml_field run_fields[] = {
	{ "class", yaml_string, YAML_AT(struct profile, run.class), .min = 1 },
	{ "command", yaml_strings, YAML_AT(struct profile, run.command), .min = 1 },
	{ "environment", yaml_strings, YAML_AT(struct profile, run.environment) },
	{ "limits", yaml_mapping, YAML_AT(struct profile, run.limits), .extra = limit_fields },
	{ "time", yaml_mapping, .offset = 0, .extra = time_fields },
	{ "memory", yaml_mapping, .offset = 0, .extra = memory_fields },
	YAML_END,
};

/* The only verdict that what a program prints may lead to, and only near its limit: DESIGN §4. */
static const struct yaml_enum reason_verdicts[] = { { "MLE", VERDICT_MLE }, { NULL, 0 } };

static const struct yaml_field reason_fields[] = {
	{ "stderr", yaml_string, YAML_AT(struct profile_reason, text), .flags = YAML_REQUIRED,
	  .min = 1 },
	{ "verdict", yaml_enum, YAML_AT(struct profile_reason, verdict), .extra = reason_verdicts },
	{ "words", yaml_string, YAML_AT(struct profile_reason, words), .min = 1 },
	YAML_END,
};

static int load_reasons(const struct yaml *doc, const yaml_node_t *node,
			const struct yaml_field *field, void *member, struct error *err)
{
	struct profile_reason reasons[PROFILE_REASONS] = { 0 };
	struct profile *profile = member;
	size_t count = yaml_count(node);

	if (yaml_expect(doc, node, field, YAML_KIND_LIST, err) < 0)
		return -1;
	if (count > PROFILE_REASONS)
		return yaml_error(doc, node, err, "%s: has %zu entries; at most %d are allowed",
				  field->key, count, PROFILE_REASONS);
	for (size_t i = 0; i < count; i++) {
		const yaml_node_t *item = yaml_item(doc, node, i);

		if (yaml_expect(doc, item, field, YAML_KIND_MAPPING, err) < 0 ||
		    yaml_load(doc, item, reason_fields, &reasons[i], err) < 0)
			return -1;
		if (!reasons[i].verdict && !reasons[i].words[0])
			return yaml_error(doc, item, err, "%s: this entry changes nothing; add "
					  "\"verdict\" or \"words\"", field->key);
	}
	memcpy(profile->reasons, reasons, sizeof reasons);
	profile->reason_count = (uint32_t)count;
	return 0;
}

/* What a profile says of itself alone is required of each file: it is not inherited. */
const struct yaml_field profile_fields[] = {
	{ "name", yaml_string, YAML_AT(struct profile, name), .flags = YAML_REQUIRED, .min = 1 },
	{ "extends", yaml_ignore, .offset = 0 },	/* followed before the table is loaded */
	{ "family", yaml_string, YAML_AT(struct profile, family), .min = 1 },
	{ "preferred", yaml_bool, YAML_AT(struct profile, preferred) },
	{ "extensions", yaml_strings, YAML_AT(struct profile, extensions), .min = 1 },
	{ "version", yaml_strings, YAML_AT(struct profile, version), .min = 1 },
	{ "package", yaml_string, YAML_AT(struct profile, package), .min = 1 },
	{ "source", yaml_string, YAML_AT(struct profile, source), .min = 1 },
	{ "compile", load_compile, .offset = 0, .extra = compile_fields },
	{ "run", yaml_mapping, .offset = 0, .extra = run_fields },
	{ "reasons", load_reasons, .offset = 0 },
	{ "test", yaml_string, YAML_AT(struct profile, test), .min = 1 },
	YAML_END,
};
