#include "report/jury_check.h"

#include "problem/glob.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SET_MAX = 64 };	/* all verdicts there are, joined by " or " */

/* Scores are sums and quotients of decimal numbers: the last digits are nobody's intention. */
static const double score_tolerance = 1e-9;	/* relative, and absolute below 1 */

static const struct test_case *case_of(const struct problem *problem,
				       const struct test_result *test)
{
	if (test->verdict == VERDICT_NONE || test->index >= problem->test_count)
		return NULL;
	return &problem->tests[test->index];
}

static bool applies(const struct jury_rule *rule, const char *name)
{
	return !*rule->path || glob_matches(rule->path, name);
}

static bool has_score(const struct jury_rule *rule)
{
	return !isnan(rule->score_low);
}

static bool score_fits(const struct jury_rule *rule, double score)
{
	double slack = score_tolerance * (fabs(score) > 1 ? fabs(score) : 1);

	return score >= rule->score_low - slack && score <= rule->score_high + slack;
}

static void say_score(const struct jury_rule *rule, const char *name, double score, char *reason,
		      size_t size)
{
	const char *colon = *name ? ": " : "";

	if (rule->score_low == rule->score_high)
		snprintf(reason, size, "%s%sscore %.10g, expected %.10g", name, colon, score,
			 rule->score_low);
	else
		snprintf(reason, size, "%s%sscore %.10g, expected %.10g to %.10g", name, colon,
			 score, rule->score_low, rule->score_high);
}

/* "", or where the rule holds: " in secret/1". */
static const char *place(const struct jury_rule *rule, char *text, size_t size)
{
	snprintf(text, size, "%s%s", *rule->path ? " in " : "", rule->path);
	return text;
}

/* What the tests that a rule applies to have given. */
struct seen {
	verdict_set verdicts;
	bool message;
	const struct test_case *forbidden;	/* the first whose verdict is not permitted */
	enum verdict forbidden_verdict;
};

static struct seen look(const struct problem *problem, const struct jury_rule *rule,
			const struct test_result *tests, size_t count)
{
	struct seen seen = { .message = false };

	for (size_t i = 0; i < count; i++) {
		const struct test_case *test = case_of(problem, &tests[i]);
		verdict_set verdict = VERDICT_BIT(tests[i].verdict);

		if (!test || !applies(rule, test->name))
			continue;
		seen.verdicts |= verdict;
		if (rule->message && strstr(tests[i].message, rule->message))
			seen.message = true;
		if (rule->permitted && !(rule->permitted & verdict) && !seen.forbidden) {
			seen.forbidden = test;
			seen.forbidden_verdict = tests[i].verdict;
		}
	}
	return seen;
}

static int check_rule(const struct problem *problem, const struct jury_rule *rule,
		      const struct test_result *tests, size_t count, char *reason, size_t size)
{
	struct seen seen = look(problem, rule, tests, count);
	char set[SET_MAX], where[128];

	place(rule, where, sizeof where);
	if (seen.forbidden)
		snprintf(reason, size, "%s: %s, but only %s is permitted%s",
			 seen.forbidden->name, verdict_code(seen.forbidden_verdict),
			 verdict_set_text(rule->permitted, set, sizeof set), where);
	else if (rule->required && !(rule->required & seen.verdicts))
		snprintf(reason, size, "no test%s gets %s, which is required", where,
			 verdict_set_text(rule->required, set, sizeof set));
	else if (rule->message && !seen.message)
		snprintf(reason, size, "no test%s has the message \"%.100s\"", where,
			 rule->message);
	else
		return 1;
	return 0;
}

int jury_check(const struct problem *problem, const struct jury_submission *jury,
	       const struct judgement *judgement, const struct test_result *tests, size_t count,
	       char *reason, size_t size)
{
	char set[SET_MAX];

	if (!(jury->expected & VERDICT_BIT(judgement->verdict))) {
		snprintf(reason, size, "%s, expected %s", verdict_code(judgement->verdict),
			 verdict_set_text(jury->expected, set, sizeof set));
		return 0;
	}
	for (size_t i = 0; i < jury->rule_count; i++) {
		const struct jury_rule *rule = &jury->rules[i];

		if (!check_rule(problem, rule, tests, count, reason, size))
			return 0;
		if (!*rule->path && has_score(rule) && !score_fits(rule, judgement->score)) {
			say_score(rule, "", judgement->score, reason, size);
			return 0;
		}
	}
	return 1;
}

static bool rule_needs_full(const struct jury_rule *rule)
{
	verdict_set failures = rule->permitted & ~VERDICT_BIT(VERDICT_AC);

	if (*rule->path || rule->message)
		return true;
	return rule->required && (!rule->permitted || (failures & ~rule->required));
}

bool jury_needs_full(const struct jury_submission *jury)
{
	for (size_t i = 0; i < jury->rule_count; i++)
		if (rule_needs_full(&jury->rules[i]))
			return true;
	return false;
}

static int check_score(const struct jury_rule *rule, const char *name, double score, char *reason,
		       size_t size)
{
	/* Not what lies below a group that is meant: its parts have other scores. */
	if (!glob_matches_whole(rule->path, name) || score_fits(rule, score))
		return 1;
	say_score(rule, name, score, reason, size);
	return 0;
}

int jury_check_scores(const struct problem *problem, const struct jury_submission *jury,
		      const struct test_result *tests, size_t count,
		      const struct group_result *groups, size_t group_count, char *reason,
		      size_t size)
{
	for (size_t i = 0; i < jury->rule_count; i++) {
		const struct jury_rule *rule = &jury->rules[i];

		if (!*rule->path || !has_score(rule))
			continue;
		for (size_t k = 0; k < group_count; k++)
			if (groups[k].index < problem->group_count &&
			    !check_score(rule, problem->groups[groups[k].index].name,
					 groups[k].score, reason, size))
				return 0;
		for (size_t k = 0; k < count; k++) {
			const struct test_case *test = case_of(problem, &tests[k]);

			if (test && !check_score(rule, test->name, tests[k].score, reason, size))
				return 0;
		}
	}
	return 1;
}
