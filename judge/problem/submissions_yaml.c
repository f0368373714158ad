#include "problem/submissions_yaml.h"

#include "problem/array.h"
#include "problem/files.h"
#include "problem/glob.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <math.h>
#include <string.h>

static const char file_name[] = "submissions/submissions.yaml";

enum { RTE = VERDICT_BIT(VERDICT_RTE) | VERDICT_BIT(VERDICT_MLE) | VERDICT_BIT(VERDICT_OLE) };

/* The format's four, then those that Assize can tell apart besides. */
static const struct {
	const char *name;
	verdict_set verdicts;
} names[] = {
	{ "AC", VERDICT_BIT(VERDICT_AC) },   { "WA", VERDICT_BIT(VERDICT_WA) },
	{ "TLE", VERDICT_BIT(VERDICT_TLE) }, { "RTE", RTE },
	{ "MLE", VERDICT_BIT(VERDICT_MLE) }, { "OLE", VERDICT_BIT(VERDICT_OLE) },
};

verdict_set submissions_verdicts(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(names[i].name, name))
			return names[i].verdicts;
	return 0;
}

verdict_set submissions_any_verdict(void)
{
	verdict_set any = 0;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		any |= names[i].verdicts;
	return any;
}

/* ---- Values ------------------------------------------------------------------------------- */

/* What is being read: the struct that loaders get. */
struct reading {
	const struct yaml *doc;
	const struct problem *problem;
	struct submissions_key *key;
	struct submissions_rule rule;
};

static int load_verdict(const struct yaml *doc, const yaml_node_t *node,
			const struct yaml_field *field, verdict_set *set, struct error *err)
{
	verdict_set verdicts = submissions_verdicts(yaml_text(node));

	if (yaml_kind(node) != YAML_KIND_TEXT || !verdicts)
		return yaml_error(doc, node, err, "%s: expected AC, WA, TLE or RTE, not \"%.40s\"",
				  field->key, yaml_text(node));
	*set |= verdicts;
	return 0;
}

static int load_verdicts(const struct yaml *doc, const yaml_node_t *node,
			 const struct yaml_field *field, void *member, struct error *err)
{
	verdict_set *set = member;

	if (yaml_kind(node) == YAML_KIND_TEXT)
		return load_verdict(doc, node, field, set, err);
	if (yaml_kind(node) != YAML_KIND_LIST || yaml_count(node) == 0)
		return yaml_error(doc, node, err, "%s: expected a list of verdicts such as "
				  "[AC, WA]", field->key);
	for (size_t i = 0; i < yaml_count(node); i++)
		if (load_verdict(doc, yaml_item(doc, node, i), field, set, err) < 0)
			return -1;
	return 0;
}

static int load_score(const struct yaml *doc, const yaml_node_t *node,
		      const struct yaml_field *field, void *object, struct error *err)
{
	struct reading *reading = object;
	struct yaml_field number = { .key = field->key, .size = sizeof(double),
				     .min = INT64_MIN, .max = INT64_MAX };
	double low, high;

	if (!reading->problem->type.scoring)
		return yaml_error(doc, node, err, "%s: this problem has no scores; remove it, or "
				  "write type: scoring in problem.yaml", field->key);
	if (yaml_kind(node) != YAML_KIND_LIST) {
		if (yaml_double(doc, node, &number, &low, err) < 0)
			return -1;
		high = low;
	} else {
		if (yaml_count(node) != 2)
			return yaml_error(doc, node, err, "%s: expected a number, or a list of the "
					  "least and the most", field->key);
		if (yaml_double(doc, yaml_item(doc, node, 0), &number, &low, err) < 0 ||
		    yaml_double(doc, yaml_item(doc, node, 1), &number, &high, err) < 0)
			return -1;
	}
	if (low > high)
		return yaml_error(doc, node, err, "%s: the least comes first", field->key);
	reading->rule.score_low = low;
	reading->rule.score_high = high;
	return 0;
}

static int load_text(const struct yaml *doc, const yaml_node_t *node,
		     const struct yaml_field *field, void *member, struct error *err)
{
	const char *text = yaml_text(node);

	if (yaml_expect(doc, node, field, YAML_KIND_TEXT, err) < 0)
		return -1;
	memcpy(member, &text, sizeof text);
	return 0;
}

static int load_node(const struct yaml *doc, const yaml_node_t *node,
		     const struct yaml_field *field, void *object, struct error *err)
{
	struct reading *reading = object;

	if (yaml_expect(doc, node, field, YAML_KIND_TEXT, err) < 0)
		return -1;
	if (!strcmp(field->key, "language"))
		reading->key->language = node;
	else
		reading->key->entry_point = node;
	return 0;
}

static int load_use(const struct yaml *doc, const yaml_node_t *node,
		    const struct yaml_field *field, void *member, struct error *err)
{
	static const struct yaml_enum uses[] = {
		{ "true", USE_BY_RULE }, { "false", USE_NOT }, { "lower", USE_LOWER },
		{ "upper", USE_UPPER }, { NULL, 0 },
	};
	struct yaml_field choice = { .key = field->key, .size = sizeof(int), .extra = uses };

	return yaml_enum(doc, node, &choice, member, err);
}

/* ---- Keys --------------------------------------------------------------------------------- */

#define RULE(member) YAML_AT(struct reading, rule.member)
#define KEYS_OF_RULES \
	{ "permitted", load_verdicts, RULE(permitted) }, \
	{ "required", load_verdicts, RULE(required) }, \
	{ "score", load_score, .offset = 0 }, \
	{ "message", load_text, RULE(message) }, \
	{ "use_for_time_limit", load_use, RULE(use) }

static const struct yaml_field test_fields[] = { KEYS_OF_RULES, YAML_END };

static const struct yaml_field submission_fields[] = {
	KEYS_OF_RULES,
	{ "language", load_node, .offset = 0 },
	{ "entrypoint", load_node, .offset = 0 },
	{ "authors", yaml_ignore, .offset = 0 },
	{ "model_solution", yaml_ignore, .offset = 0 },
	YAML_END
};

static struct submissions_rule new_rule(const char *path, const yaml_node_t *place)
{
	return (struct submissions_rule){ .path = path, .place = place, .score_low = NAN,
					  .score_high = NAN };
}

static void add_rule(struct submissions_key *key, const struct submissions_rule *rule)
{
	key->rules = array_room(key->rules, key->rule_count, sizeof *key->rules);
	key->rules[key->rule_count++] = *rule;
}

static int check_glob(const struct yaml *doc, const yaml_node_t *key, struct error *err)
{
	const char *fault = glob_fault(yaml_text(key));

	return fault ? yaml_error(doc, key, err, "\"%.100s\" %s", yaml_text(key), fault) : 0;
}

/* Keys that are paths of test cases; the rest should be known. */
static bool is_path(const char *key)
{
	return !strcmp(key, "sample") || !strcmp(key, "secret") || strpbrk(key, "/*{");
}

static bool matches_a_test(const struct problem *problem, const char *glob)
{
	for (size_t i = 0; i < problem->test_count; i++)
		if (glob_matches(glob, problem->tests[i].name))
			return true;
	return false;
}

static int read_nested(struct reading *reading, const yaml_node_t *key, const yaml_node_t *value,
		       struct error *err)
{
	const struct yaml_field field = { .key = yaml_text(key) };
	struct reading nested = *reading;

	if (check_glob(reading->doc, key, err) < 0 ||
	    yaml_expect(reading->doc, value, &field, YAML_KIND_MAPPING, err) < 0)
		return -1;
	if (!matches_a_test(reading->problem, yaml_text(key)))
		return yaml_error(reading->doc, key, err, "\"%.100s\" matches no test case; paths "
				  "are as in data/, without .in", yaml_text(key));
	nested.rule = new_rule(yaml_text(key), key);
	if (yaml_load(reading->doc, value, test_fields, &nested, err) < 0)
		return -1;
	add_rule(reading->key, &nested.rule);
	return 0;
}

static const struct yaml_field *find_field(const char *name)
{
	for (const struct yaml_field *field = submission_fields; field->key; field++)
		if (!strcmp(field->key, name))
			return field;
	return NULL;
}

static int read_pair(struct reading *reading, const yaml_node_t *key, const yaml_node_t *value,
		     struct error *err)
{
	const struct yaml_field *field = find_field(yaml_text(key));

	if (field)
		return field->load(reading->doc, value, field, (char *)reading + field->offset,
				   err);
	if (is_path(yaml_text(key)))
		return read_nested(reading, key, value, err);
	return yaml_unknown_key(reading->doc, key, submission_fields, err);
}

/* A key alone, as from a file with all below it commented out, says nothing. */
static int read_submission(const struct yaml *doc, const struct problem *problem,
			   const yaml_node_t *value, struct submissions_key *key,
			   struct error *err)
{
	const struct yaml_field field = { .key = key->glob };
	struct reading reading = { .doc = doc, .problem = problem, .key = key };
	struct submissions_rule none = new_rule("", key->place);

	add_rule(key, &none);
	reading.rule = none;
	if (yaml_kind(value) != YAML_KIND_NULL &&
	    yaml_expect(doc, value, &field, YAML_KIND_MAPPING, err) < 0)
		return -1;
	for (size_t i = 0; i < yaml_count(value); i++)
		if (read_pair(&reading, yaml_key(doc, value, i), yaml_value(doc, value, i),
			      err) < 0 && !yaml_keep(doc, err))
			return -1;
	key->rules[0] = reading.rule;
	return 0;
}

static int read_all(struct submissions_yaml *yaml, const struct problem *problem,
		    struct error *err)
{
	const struct yaml_field field = { .key = file_name };
	const struct yaml *doc = yaml->doc;
	const yaml_node_t *root = yaml_root(doc);

	if (yaml_kind(root) == YAML_KIND_NULL)
		return 0;
	if (yaml_expect(doc, root, &field, YAML_KIND_MAPPING, err) < 0)
		return -1;
	for (size_t i = 0; i < yaml_count(root); i++) {
		const yaml_node_t *place = yaml_key(doc, root, i);
		struct submissions_key *key;

		if (check_glob(doc, place, err) < 0) {
			if (!yaml_keep(doc, err))
				return -1;
			continue;
		}
		yaml->keys = array_room(yaml->keys, yaml->count, sizeof *yaml->keys);
		key = &yaml->keys[yaml->count++];
		*key = (struct submissions_key){ .glob = yaml_text(place), .place = place };
		if (read_submission(doc, problem, yaml_value(doc, root, i), key, err) < 0 &&
		    !yaml_keep(doc, err))
			return -1;
	}
	return 0;
}

int submissions_yaml_read(const struct tree *tree, const struct problem *problem,
			  struct submissions_yaml *ret, struct error *err)
{
	struct submissions_yaml yaml = { .count = 0 };
	long index = tree_find(tree, file_name);

	if (index >= 0 && (tree_read_yaml(tree, (size_t)index, &yaml.doc, err) < 0 ||
			   read_all(&yaml, problem, err) < 0)) {
		submissions_yaml_free(&yaml);
		return -1;
	}
	*ret = yaml;
	return 0;
}

void submissions_yaml_free(struct submissions_yaml *yaml)
{
	for (size_t i = 0; i < yaml->count; i++)
		free(yaml->keys[i].rules);
	free(yaml->keys);
	yaml_close(yaml->doc);
	*yaml = (struct submissions_yaml){ .count = 0 };
}
