#include "problem/settings.h"

#include "problem/constants.h"
#include "problem/files.h"
#include "problem/problem_yaml.h"
#include "problem/validator_args.h"
#include "problem/words.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <math.h>
#include <string.h>

/* What loaders get. */
struct loading {
	const struct settings_context *context;
	const char *path;
	struct settings *settings;
};

static bool is_sample(const struct settings_context *context)
{
	return !strcmp(context->group, "sample") || !strncmp(context->group, "sample/", 7);
}

static struct place place_of(const struct loading *loading, const yaml_node_t *node)
{
	return (struct place){ loading->path, yaml_line(node), yaml_column(node) };
}

/* ---- Arguments and feedback --------------------------------------------------------------- */

static int load_packed(const struct yaml *doc, const yaml_node_t *node,
		       const struct yaml_field *field, char **packed, struct error *err)
{
	char words[ARGS_MAX];
	struct yaml_field list = { .key = field->key, .size = sizeof words };

	if (load_words(doc, node, &list, words, err) < 0)
		return -1;
	free(*packed);
	*packed = packed_copy(words);
	return 0;
}

static int load_program_args(const struct yaml *doc, const yaml_node_t *node,
			     const struct yaml_field *field, void *object, struct error *err)
{
	struct loading *loading = object;

	return load_packed(doc, node, field, &loading->settings->program_args, err);
}

static int load_validator_args(const struct yaml *doc, const yaml_node_t *node,
			       const struct yaml_field *field, void *object, struct error *err)
{
	struct loading *loading = object;

	if (validator_args_choose(doc, node, field, loading->context->problem, &node, err) < 0)
		return -1;
	return load_packed(doc, node, field, &loading->settings->validator_args, err);
}

static int load_full_feedback(const struct yaml *doc, const yaml_node_t *node,
			      const struct yaml_field *field, void *object, struct error *err)
{
	struct loading *loading = object;
	struct yaml_field choice = { .key = field->key, .size = sizeof(bool) };

	return yaml_bool(doc, node, &choice, &loading->settings->full_feedback, err);
}

/* For people who read the package. */
static int load_remark(const struct yaml *doc, const yaml_node_t *node,
		       const struct yaml_field *field, void *object, struct error *err)
{
	(void)object;
	if (yaml_kind(node) == YAML_KIND_NULL)
		return 0;
	return yaml_expect(doc, node, field, YAML_KIND_TEXT, err);
}

/* ---- Rules of testdata.yaml --------------------------------------------------------------- */

/* Whether the key counts: 1 yes, 0 no, -1 it must not stand here. */
static int counts(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		  const struct loading *loading, bool is_by_share, struct error *err)
{
	const struct settings_context *context = loading->context;

	if (!context->problem->type.scoring) {
		if (!is_by_share || !context->strict)
			return 0;
		return yaml_error(doc, node, err, "%s: is for problems of type: scoring only",
				  field->key);
	}
	if (is_by_share == context->by_share)
		return 1;
	return yaml_error(doc, node, err, is_by_share ?
			  "%s: scores of this package are those of testdata.yaml; write "
			  "accept_score and grader_flags" :
			  "%s: scores of this package are those of test_group.yaml; write "
			  "max_score and score_aggregation", field->key);
}

/* Drafts of 2025-09 had mappings for what is now in test_group.yaml, each draft its own. */
static int refuse_draft(const struct yaml *doc, const yaml_node_t *node,
			const struct yaml_field *field, void *object, struct error *err)
{
	const struct loading *loading = object;

	if (!loading->context->problem->type.scoring)
		return 0;
	return yaml_error(doc, node, err, "%s: is of a draft only; write max_score and "
			  "score_aggregation into test_group.yaml", field->key);
}

static int load_on_reject(const struct yaml *doc, const yaml_node_t *node,
			  const struct yaml_field *field, void *object, struct error *err)
{
	static const struct yaml_enum choices[] = { { "break", 1 }, { "continue", 0 },
						    { NULL, 0 } };
	struct loading *loading = object;
	struct yaml_field choice = { .key = field->key, .size = sizeof(int), .extra = choices };
	int value = 0;

	if (yaml_enum(doc, node, &choice, &value, err) < 0)
		return -1;
	if (!loading->context->by_share)
		loading->settings->rules.on_reject_break = value;
	return 0;
}

/* Some drafts have a mapping here, which concerns scores. */
static int load_grading(const struct yaml *doc, const yaml_node_t *node,
			const struct yaml_field *field, void *object, struct error *err)
{
	static const struct yaml_enum choices[] = { { "default", 0 }, { "custom", 1 },
						    { NULL, 0 } };
	struct loading *loading = object;
	struct yaml_field choice = { .key = field->key, .size = sizeof(int), .extra = choices };
	int value = 0;

	if (yaml_kind(node) == YAML_KIND_MAPPING)
		return refuse_draft(doc, node, field, object, err);
	if (yaml_enum(doc, node, &choice, &value, err) < 0)
		return -1;
	if (value && loading->context->problem->grader_count == 0)
		return yaml_error(doc, node, err, "%s: custom, but graders/ is not there",
				  field->key);
	loading->settings->rules.custom_grader = value;
	return 0;
}

static int load_grader_flags(const struct yaml *doc, const yaml_node_t *node,
			     const struct yaml_field *field, void *object, struct error *err)
{
	struct loading *loading = object;

	loading->settings->grader_flags_at = place_of(loading, node);
	return load_packed(doc, node, field, &loading->settings->rules.grader_flags, err);
}

static int load_score(const struct yaml *doc, const yaml_node_t *node,
		      const struct yaml_field *field, struct loading *loading, double *score,
		      struct place *at, struct error *err)
{
	struct yaml_field number = { .key = field->key, .size = sizeof *score, .min = -1000000000,
				     .max = 1000000000 };
	int result = counts(doc, node, field, loading, false, err);

	if (result <= 0)
		return result;
	*at = place_of(loading, node);
	return yaml_double(doc, node, &number, score, err);
}

static int load_accept_score(const struct yaml *doc, const yaml_node_t *node,
			     const struct yaml_field *field, void *object, struct error *err)
{
	struct loading *loading = object;
	struct settings *settings = loading->settings;

	return load_score(doc, node, field, loading, &settings->rules.accept_score,
			  &settings->accept_score_at, err);
}

static int load_reject_score(const struct yaml *doc, const yaml_node_t *node,
			     const struct yaml_field *field, void *object, struct error *err)
{
	struct loading *loading = object;
	struct settings *settings = loading->settings;

	return load_score(doc, node, field, loading, &settings->rules.reject_score,
			  &settings->reject_score_at, err);
}

/* A decimal number or, with or without a sign, inf. */
static bool parse_bound(const char *text, double *ret)
{
	const char *digits = text + (*text == '-' || *text == '+');
	char *end;

	*ret = strtod(text, &end);
	return end != text && !*end &&
	       (!strcmp(digits, "inf") || !digits[strspn(digits, "0123456789+-.eE")]);
}

static int load_range(const struct yaml *doc, const yaml_node_t *node,
		      const struct yaml_field *field, void *object, struct error *err)
{
	struct loading *loading = object;
	char words[128];
	struct yaml_field list = { .key = field->key, .size = sizeof words };
	int result = counts(doc, node, field, loading, false, err);
	double low = 0, high = 0;

	if (result <= 0)
		return result;
	if (load_words(doc, node, &list, words, err) < 0)
		return -1;
	if (packed_count(words) != 2 || !parse_bound(words, &low) ||
	    !parse_bound(packed_next(words), &high))
		return yaml_error(doc, node, err, "%s: expected two numbers, such as 0 100 or "
				  "-inf +inf", field->key);
	if (low > high)
		return yaml_error(doc, node, err, "%s: %s is more than %s", field->key, words,
				  packed_next(words));
	loading->settings->range_at = place_of(loading, node);
	loading->settings->rules.range_low = low;
	loading->settings->rules.range_high = high;
	return 0;
}

/* ---- Rules of test_group.yaml ------------------------------------------------------------- */

static int counts_by_share(const struct yaml *doc, const yaml_node_t *node,
			   const struct yaml_field *field, const struct loading *loading,
			   struct error *err)
{
	int result = counts(doc, node, field, loading, true, err);

	if (result > 0 && is_sample(loading->context))
		return yaml_error(doc, node, err, "%s: must not stand in sample/, which is worth "
				  "nothing", field->key);
	return result;
}

static int load_whole(const struct yaml *doc, const yaml_node_t *node,
		      const struct yaml_field *field, double *score, struct error *err)
{
	struct yaml_field whole = { .key = field->key, .size = sizeof(int64_t),
				    .max = 1000000000 };
	int64_t value = 0;

	if (yaml_integer(doc, node, &whole, &value, err) < 0)
		return -1;
	*score = (double)value;
	return 0;
}

static int load_max_score(const struct yaml *doc, const yaml_node_t *node,
			  const struct yaml_field *field, void *object, struct error *err)
{
	struct loading *loading = object;
	double *score = &loading->settings->rules.max_score;
	int result = counts_by_share(doc, node, field, loading, err);

	if (result <= 0)
		return result;
	loading->settings->max_score_at = place_of(loading, node);
	if (!strcmp(yaml_text(node), "unbounded")) {
		*score = INFINITY;
		return 0;
	}
	return load_whole(doc, node, field, score, err);
}

static int load_aggregation(const struct yaml *doc, const yaml_node_t *node,
			    const struct yaml_field *field, void *object, struct error *err)
{
	static const struct yaml_enum rules[] = {
		{ "pass-fail", SCORE_PASS_FAIL }, { "sum", SCORE_SUM }, { "min", SCORE_MIN },
		{ NULL, 0 },
	};
	struct loading *loading = object;
	struct yaml_field choice = { .key = field->key, .size = sizeof(int), .extra = rules };
	int result = counts_by_share(doc, node, field, loading, err);

	if (result <= 0)
		return result;
	loading->settings->aggregation_at = place_of(loading, node);
	return yaml_enum(doc, node, &choice, &loading->settings->rules.score_rule, err);
}

static int load_require_pass(const struct yaml *doc, const yaml_node_t *node,
			     const struct yaml_field *field, void *object, struct error *err)
{
	struct loading *loading = object;
	int result = counts_by_share(doc, node, field, loading, err);

	if (result <= 0)
		return result;
	loading->settings->require_pass_at = place_of(loading, node);
	return load_packed(doc, node, field, &loading->settings->rules.require_pass, err);
}

/* ---- Static validation -------------------------------------------------------------------- */

static int load_static_score(const struct yaml *doc, const yaml_node_t *node,
			     const struct yaml_field *field, void *object, struct error *err)
{
	struct loading *loading = object;
	struct settings *settings = loading->settings;
	bool is_scoring = loading->context->problem->type.scoring;

	if (tree_find_prefix(loading->context->tree, "static_validator/") < 0)
		return yaml_error(doc, node, err, "%s: there is no static_validator/",
				  field->key);
	if (is_scoring && counts(doc, node, field, loading, true, err) < 0)
		return -1;
	settings->static_score_at = place_of(loading, node);
	if (!strcmp(yaml_text(node), "pass-fail"))
		return 0;
	if (!is_scoring)
		return yaml_error(doc, node, err, "%s: write pass-fail; numbers are for problems of "
				  "type: scoring only", field->key);
	settings->static_is_number = true;
	return load_whole(doc, node, field, &settings->rules.static_score, err);
}

static int load_static_args(const struct yaml *doc, const yaml_node_t *node,
			    const struct yaml_field *field, void *object, struct error *err)
{
	struct loading *loading = object;

	loading->settings->static_args_at = place_of(loading, node);
	return load_packed(doc, node, field, &loading->settings->static_args, err);
}

/* Groups of testdata.yaml may contain each other, and have no such test case. */
static int refuse_static(const struct yaml *doc, const yaml_node_t *node,
			 const struct yaml_field *field, void *object, struct error *err)
{
	(void)object;
	return yaml_error(doc, node, err, "%s: must stand in test_group.yaml", field->key);
}

static int check_static(const struct settings_context *context, const struct settings *settings,
			struct error *err)
{
	const struct place *at = &settings->static_args_at;

	if (!at->line || settings->static_score_at.line)
		return 0;
	return tree_error(context->tree, at->path, at->line, at->column, err,
			  "static_validator_args: needs static_validation_score beside it");
}

/* ---- Keys --------------------------------------------------------------------------------- */

#define IGNORED(key) { key, yaml_ignore, .offset = 0 }
#define KEYS_OF_CASES \
	{ "args", load_program_args, .offset = 0 }, \
	{ "output_validator_args", load_validator_args, .offset = 0 }, \
	{ "full_feedback", load_full_feedback, .offset = 0 }, \
	IGNORED("input_validator_args"), IGNORED("input_visualizer_args"), \
	IGNORED("output_visualizer_args")
#define KEYS_OF_GROUPS \
	{ "max_score", load_max_score, .offset = 0 }, \
	{ "score_aggregation", load_aggregation, .offset = 0 }, \
	{ "require_pass", load_require_pass, .offset = 0 }

static const struct yaml_field case_fields[] = {
	KEYS_OF_CASES, { "hint", load_remark, .offset = 0 },
	{ "description", load_remark, .offset = 0 }, YAML_END
};

static const struct yaml_field group_fields[] = {
	KEYS_OF_CASES, KEYS_OF_GROUPS,
	{ "static_validation_score", load_static_score, .offset = 0 },
	{ "static_validator_args", load_static_args, .offset = 0 }, YAML_END
};

/* Drafts of 2025-09 keep the legacy name and have keys of both. */
static const struct yaml_field legacy_fields[] = {
	{ "output_validator_flags", load_validator_args, .offset = 0 },
	{ "grading", load_grading, .offset = 0 },
	{ "grader_flags", load_grader_flags, .offset = 0 },
	{ "on_reject", load_on_reject, .offset = 0 },
	{ "accept_score", load_accept_score, .offset = 0 },
	{ "reject_score", load_reject_score, .offset = 0 },
	{ "range", load_range, .offset = 0 },
	{ "scoring", refuse_draft, .offset = 0 },
	{ "static_validation_score", refuse_static, .offset = 0 },
	{ "static_validator_args", refuse_static, .offset = 0 },
	IGNORED("input_validator_flags"), KEYS_OF_CASES, KEYS_OF_GROUPS, YAML_END
};

/* The format has constants replaced in test_group.yaml, and in no other file of data/. */
int settings_parse(const struct settings_context *context, size_t index, enum settings_kind kind,
		   struct yaml **ret, struct error *err)
{
	const struct problem *problem = context->problem;
	autostrbuf struct strbuf text = { 0 };
	autofree char *bytes = NULL;
	size_t size = 0;

	if (kind != SETTINGS_GROUP || problem->constant_count == 0)
		return tree_read_yaml(context->tree, index, ret, err);
	if (tree_read_start(context->tree, index, YAML_SIZE_DEFAULT + 1, &bytes, &size, err) < 0)
		return -1;
	if (!constants_substitute(problem->constants, problem->constant_count, bytes, size,
				  YAML_SIZE_DEFAULT, &text))
		return tree_error(context->tree, context->tree->files[index].path, 0, 0, err,
				  "larger than %d bytes with its constants replaced",
				  YAML_SIZE_DEFAULT);
	return tree_parse_yaml(context->tree, index, text.text, text.length, ret, err);
}

int settings_load(const struct settings_context *context, size_t index, enum settings_kind kind,
		  struct settings *settings, struct error *err)
{
	static const struct yaml_field *const fields[] = {
		[SETTINGS_LEGACY] = legacy_fields,
		[SETTINGS_GROUP] = group_fields,
		[SETTINGS_CASE] = case_fields,
	};
	struct loading loading = { context, context->tree->files[index].path, settings };
	autoyaml struct yaml *doc = NULL;

	if (settings_parse(context, index, kind, &doc, err) < 0)
		return -1;
	if (yaml_kind(yaml_root(doc)) == YAML_KIND_NULL)
		return 0;
	if (yaml_load(doc, yaml_root(doc), fields[kind], &loading, err) < 0)
		return -1;
	return kind == SETTINGS_GROUP ? check_static(context, settings, err) : 0;
}
