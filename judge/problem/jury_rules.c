#include "problem/jury_rules.h"

#include "problem/array.h"
#include "problem/glob.h"
#include "problem/score_bounds.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <math.h>
#include <string.h>

enum {
	AC = VERDICT_BIT(VERDICT_AC), WA = VERDICT_BIT(VERDICT_WA), TLE = VERDICT_BIT(VERDICT_TLE),
	RTE = VERDICT_BIT(VERDICT_RTE) | VERDICT_BIT(VERDICT_MLE) | VERDICT_BIT(VERDICT_OLE),
};

/* 2025-09, "Default directories". */
static const struct folder {
	const char *name;
	verdict_set permitted, required;
	enum submissions_use use;
} folders[] = {
	{ "accepted", AC, 0, USE_BY_RULE },
	{ "rejected", 0, RTE | TLE | WA, USE_BY_RULE },
	{ "wrong_answer", AC | WA, WA, USE_BY_RULE },
	{ "time_limit_exceeded", AC | TLE, TLE, USE_BY_RULE },
	{ "run_time_error", AC | RTE, RTE, USE_BY_RULE },
	{ "brute_force", AC | RTE | TLE, RTE | TLE, USE_NOT },
};

/* All rules for one submission, in the order of the file, its folder's first. */
struct set {
	const struct submissions_yaml *yaml;
	const struct problem *problem;
	struct jury_submission *jury;
	struct submissions_rule *rules;
	size_t count;
	const yaml_node_t *language, *entry_point;
	bool stated;		/* some key of the file is about it */
	bool unbounded;		/* and one keeps it from bounding the time limit */
};

static char *copy(const char *text)
{
	char *copied = strdup(text);

	if (!copied)
		abort();
	return copied;
}

static const struct folder *folder_of(const char *name, size_t length)
{
	for (size_t i = 0; i < ARRAY_SIZE(folders); i++)
		if (strlen(folders[i].name) == length && !memcmp(folders[i].name, name, length))
			return &folders[i];
	return NULL;
}

static struct submissions_rule rule_of_folder(const struct folder *folder)
{
	return (struct submissions_rule){
		.path = "", .permitted = folder->permitted, .required = folder->required,
		.use = folder->use, .score_low = NAN, .score_high = NAN,
	};
}

static void add_rule(struct set *set, const struct submissions_rule *rule)
{
	set->rules = array_room(set->rules, set->count, sizeof *set->rules);
	set->rules[set->count++] = *rule;
}

/* ---- Contradictions ----------------------------------------------------------------------- */

/* "line 3 of submissions.yaml", or the folder. */
static const char *place_of(const struct set *set, const struct submissions_rule *rule, char *text,
			    size_t size)
{
	if (rule->place)
		snprintf(text, size, "line %u", yaml_line(rule->place));
	else
		snprintf(text, size, "its folder %.*s/", (int)strcspn(set->jury->name, "/"),
			 set->jury->name);
	return text;
}

/* A folder's rule has no place in the file: the other one is at fault then. */
static int contradiction(const struct set *set, const struct submissions_rule *a,
			 const struct submissions_rule *b, const char *what, const char *test,
			 struct error *err)
{
	const struct submissions_rule *at = a->place ? a : b, *other = at == a ? b : a;
	char text[300];

	if (at == other)
		return yaml_error(set->yaml->doc, at->place, err, "%s for %.100s in %.100s; change "
				  "it", what, set->jury->name, test);
	return yaml_error(set->yaml->doc, at->place, err, "%s for %.100s in %.100s, with what %s "
			  "says; change one of them", what, set->jury->name, test,
			  place_of(set, other, text, sizeof text));
}

static bool applies(const struct submissions_rule *rule, const char *test)
{
	return !*rule->path || glob_matches(rule->path, test);
}

/* The verdicts that all rules permit in a test case; an error if there are none. */
static int permitted_in(const struct set *set, const char *test, verdict_set *ret,
			struct error *err)
{
	verdict_set left = submissions_any_verdict();
	const struct submissions_rule *last = NULL;

	for (size_t i = 0; i < set->count; i++) {
		const struct submissions_rule *rule = &set->rules[i];

		if (!rule->permitted || !applies(rule, test))
			continue;
		if (last && !(left & rule->permitted))
			return contradiction(set, rule, last, "permitted: no verdict is left",
					     test, err);
		left &= rule->permitted;
		last = rule;
	}
	*ret = left;
	return 0;
}

/* The rule that keeps the required verdicts out of a test case; the required one if several do. */
static const struct submissions_rule *opponent(const struct set *set,
					       const struct submissions_rule *required,
					       const char *test)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->rules[i].permitted && applies(&set->rules[i], test) &&
		    !(set->rules[i].permitted & required->required))
			return &set->rules[i];
	return required;
}

/* Some test case must be able to have what is required; permitted is by test case. */
static int check_required(const struct set *set, const struct submissions_rule *rule,
			  const verdict_set *permitted, struct error *err)
{
	const char *first = NULL;

	for (size_t i = 0; i < set->problem->test_count; i++) {
		const char *test = set->problem->tests[i].name;

		if (!applies(rule, test))
			continue;
		if (permitted[i] & rule->required)
			return 0;
		if (!first)
			first = test;
	}
	if (!first)
		return 0;
	return contradiction(set, rule, opponent(set, rule, first),
			     "required: no such verdict is permitted", first, err);
}

static int check_rules(const struct set *set, struct error *err)
{
	size_t count = set->problem->test_count;
	autofree verdict_set *permitted = calloc(count + 1, sizeof *permitted);

	if (!permitted)
		abort();
	for (size_t i = 0; i < count; i++)
		if (permitted_in(set, set->problem->tests[i].name, &permitted[i], err) < 0)
			return -1;
	for (size_t i = 0; i < set->count; i++)
		if (set->rules[i].required &&
		    check_required(set, &set->rules[i], permitted, err) < 0)
			return -1;
	return 0;
}

/* ---- Keys --------------------------------------------------------------------------------- */

/* `use_for_time_limit: lower` and `upper` are rules of their own. */
static struct submissions_rule with_use(const struct submissions_rule *stated)
{
	struct submissions_rule rule = *stated;
	verdict_set quick = submissions_any_verdict() & ~(verdict_set)TLE;

	if (rule.use == USE_LOWER)
		rule.permitted = rule.permitted ? rule.permitted & quick : quick;
	if (rule.use == USE_UPPER)
		rule.required = TLE;
	return rule;
}

static int state_once(const struct set *set, const yaml_node_t **once, const yaml_node_t *node,
		      struct error *err)
{
	if (node && *once && strcmp(yaml_text(*once), yaml_text(node)) != 0)
		return yaml_error(set->yaml->doc, node, err, "\"%.60s\" for %.100s, but line %u "
				  "says \"%.60s\"; change one of them", yaml_text(node),
				  set->jury->name, yaml_line(*once), yaml_text(*once));
	if (node)
		*once = node;
	return 0;
}

/* A key that is the folder's own name: over the folder's rule, which comes first. */
static bool replaces_folder(const struct set *set, const struct submissions_key *key,
			    const struct submissions_rule *rule)
{
	return !*rule->path && set->count && !set->rules[0].place &&
	       folder_of(key->glob, strlen(key->glob));
}

static int add_key(struct set *set, const struct submissions_key *key, struct error *err)
{
	for (size_t i = 0; i < key->rule_count; i++) {
		struct submissions_rule rule = key->rules[i];
		bool replaces = replaces_folder(set, key, &rule);

		/* With nothing that it could be about, it is about the submission. */
		if (rule.use == USE_NOT && !rule.permitted && !rule.required)
			set->unbounded |= !*rule.path;
		if (replaces && !rule.permitted)
			rule.permitted = set->rules[0].permitted;
		if (replaces && !rule.required)
			rule.required = set->rules[0].required;
		rule = with_use(&rule);
		if (rule.use == USE_LOWER && !rule.permitted)
			return yaml_error(set->yaml->doc, rule.place, err, "use_for_time_limit: "
					  "lower, but only TLE is permitted; change one of them");
		if (replaces)
			set->rules[0] = rule;
		else
			add_rule(set, &rule);
	}
	set->stated = true;
	return state_once(set, &set->language, key->language, err) < 0 ||
	       state_once(set, &set->entry_point, key->entry_point, err) < 0 ? -1 : 0;
}

/* ---- The submission ----------------------------------------------------------------------- */

static bool demands_something(const struct submissions_rule *rule)
{
	return rule->permitted || rule->required || !isnan(rule->score_low) ||
	       (rule->message && *rule->message);
}

static struct jury_rule final_rule(const struct set *set, const struct submissions_rule *rule)
{
	bool used = rule->use != USE_NOT && !set->unbounded;
	struct jury_rule final = {
		.path = copy(rule->path), .permitted = rule->permitted, .required = rule->required,
		.score_low = rule->score_low, .score_high = rule->score_high,
		.message = rule->message && *rule->message ? copy(rule->message) : NULL,
	};

	final.limit_from_below = used && rule->use != USE_UPPER && rule->permitted &&
				 !(rule->permitted & TLE);
	final.limit_from_above = used && rule->use != USE_LOWER && rule->required == TLE;
	return final;
}

/* Whether some rule is about verdicts. */
static bool restricts(const struct set *set)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->rules[i].permitted || set->rules[i].required)
			return true;
	return false;
}

/*
 * The verdicts that the submission as a whole can have, if its tests have what the rules say. What
 * is required in some of them keeps it from being accepted, unless there are points for the others.
 */
static verdict_set whole_verdicts(const struct set *set)
{
	bool scoring = set->problem->type.scoring;
	verdict_set whole = submissions_any_verdict();

	for (size_t i = 0; i < set->count; i++) {
		const struct submissions_rule *rule = &set->rules[i];

		if (rule->permitted && !*rule->path)
			whole &= rule->permitted;
		if (rule->required && !(rule->required & AC) && !scoring)
			whole &= ~(verdict_set)AC;
	}
	return scoring ? whole | AC : whole;
}

/* Whether a tag says which kind of run-time error it is; see expectation_choose(). */
static bool is_refined(const struct jury_submission *jury, const struct folder *folder)
{
	return folder->required == RTE && jury->expected != VERDICT_BIT(VERDICT_RTE);
}

/*
 * Of a standard folder the rules say all, but for a tag that refines it. Elsewhere they narrow what
 * a tag, or a folder that only DOMjudge knows, says; if nothing is left of that, they win.
 */
static void set_expected(const struct set *set)
{
	struct jury_submission *jury = set->jury;
	const struct folder *folder = folder_of(jury->name, strcspn(jury->name, "/"));
	verdict_set whole = whole_verdicts(set);

	if (jury->expected_error && set->stated) {
		free(jury->expected_error);
		jury->expected_error = NULL;
		jury->expected = whole;
	}
	if (!restricts(set))
		return;
	if ((folder && !is_refined(jury, folder)) || !(jury->expected & whole))
		jury->expected = whole;
	else
		jury->expected &= whole;
}

/* Without rules, as in legacy packages: who is accepted, and who is too slow. */
static void set_bounds(struct jury_submission *jury)
{
	if (jury->rule_count == 0) {
		jury->limit_from_below = jury->expected == AC;
		jury->limit_from_above = jury->expected == TLE;
		return;
	}
	for (size_t i = 0; i < jury->rule_count; i++)
		if (!*jury->rules[i].path) {
			jury->limit_from_below |= jury->rules[i].limit_from_below;
			jury->limit_from_above |= jury->rules[i].limit_from_above;
		}
}

/*
 * partially_accepted/: some of the points are missing. By share, cases that fail cost their points
 * and leave the others': then the score alone says so, and the verdict is that of any such case.
 */
static void add_partial(struct set *set)
{
	static const char name[] = "partially_accepted/";
	static const double least = 1e-6;
	const struct problem *problem = set->problem;
	struct submissions_rule rule = { .path = "", .score_low = -INFINITY };
	double most;

	if (strncmp(set->jury->name, name, strlen(name)) || !problem->type.scoring ||
	    problem->minimise)
		return;
	most = score_highest(problem);
	if (problem->group_count && problem->groups[0].by_share) {
		set->jury->expected = submissions_any_verdict();
		rule.score_low = least;
	} else if (!isfinite(most)) {
		return;
	}
	rule.score_high = most - least * (most > 1 && isfinite(most) ? most : 1);
	add_rule(set, &rule);
}

static int apply(struct set *set, struct error *err)
{
	struct jury_submission *jury = set->jury;
	const struct folder *folder = folder_of(jury->name, strcspn(jury->name, "/"));
	const struct submissions_yaml *yaml = set->yaml;
	bool named = false;

	for (size_t i = 0; i < yaml->count; i++)
		named |= glob_matches(yaml->keys[i].glob, jury->name);
	if (folder && (named || set->problem->format == FORMAT_2025_09)) {
		struct submissions_rule rule = rule_of_folder(folder);

		add_rule(set, &rule);
	}
	for (size_t i = 0; i < yaml->count; i++)
		if (glob_matches(yaml->keys[i].glob, jury->name) &&
		    add_key(set, &yaml->keys[i], err) < 0)
			return -1;
	add_partial(set);
	if (check_rules(set, err) < 0)
		return -1;
	for (size_t i = 0; i < set->count; i++) {
		if (!demands_something(&set->rules[i]))
			continue;
		jury->rules = array_room(jury->rules, jury->rule_count, sizeof *jury->rules);
		jury->rules[jury->rule_count++] = final_rule(set, &set->rules[i]);
	}
	set_expected(set);
	set_bounds(jury);
	if (set->language)
		jury->language = copy(yaml_text(set->language));
	if (set->entry_point)
		jury->entry_point = copy(yaml_text(set->entry_point));
	return 0;
}

/* A standard folder that is empty may still be spoken of. */
static int check_match(const struct submissions_yaml *yaml, const struct submissions_key *key,
		       const struct problem *problem, struct error *err)
{
	const char *names[64], *nearest;
	size_t count = 0;

	if (folder_of(key->glob, strlen(key->glob)))
		return 0;
	for (size_t i = 0; i < problem->jury_count; i++) {
		if (glob_matches(key->glob, problem->jury[i].name))
			return 0;
		if (count < ARRAY_SIZE(names))
			names[count++] = problem->jury[i].name;
	}
	nearest = text_nearest(key->glob, names, count);
	return yaml_error(yaml->doc, key->place, err, "\"%.100s\" matches no submission%s%s%s",
			  key->glob, nearest ? "; did you mean \"" : "", nearest ? nearest : "",
			  nearest ? "\"?" : "; paths are as in submissions/");
}

int jury_rules_apply(const struct submissions_yaml *yaml, struct problem *problem,
		     struct error *err)
{
	for (size_t i = 0; i < yaml->count; i++)
		if (check_match(yaml, &yaml->keys[i], problem, err) < 0 &&
		    !yaml_keep(yaml->doc, err))
			return -1;
	for (size_t i = 0; i < problem->jury_count; i++) {
		struct set set = { .yaml = yaml, .problem = problem, .jury = &problem->jury[i] };
		int result = apply(&set, err);

		free(set.rules);
		if (result < 0 && !yaml_keep(yaml->doc, err))
			return -1;
	}
	return 0;
}
