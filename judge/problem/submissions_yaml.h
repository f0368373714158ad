/*
 * submissions_yaml: what submissions/submissions.yaml says of the jury's submissions. 2025-09
 * defines it; it holds in any package that has one.
 *
 *	struct submissions_yaml yaml;
 *
 *	if (submissions_yaml_read(tree, problem, &yaml, err) < 0 ||
 *	    jury_rules_apply(tree, &yaml, problem, err) < 0)	jury_rules.h
 *		...
 *	submissions_yaml_free(&yaml);
 */
#ifndef PROBLEM_SUBMISSIONS_YAML_H
#define PROBLEM_SUBMISSIONS_YAML_H

#include "model/problem.h"
#include "model/tree.h"
#include "util/error.h"
#include "util/yaml.h"

enum submissions_use { USE_BY_RULE, USE_NOT, USE_LOWER, USE_UPPER };

/* What one key, or a key within it, demands. Text and nodes are the document's. */
struct submissions_rule {
	const char *path;			/* of test cases and groups; "": all */
	const yaml_node_t *place;		/* its key; NULL: a folder's own rule */
	verdict_set permitted, required;	/* 0: not stated */
	double score_low, score_high;		/* NAN: not stated */
	const char *message;			/* NULL: not stated */
	enum submissions_use use;
};

struct submissions_key {
	const char *glob;
	const yaml_node_t *place;
	const yaml_node_t *language, *entry_point;	/* NULL: not stated */
	struct submissions_rule *rules;			/* the first one's path is "" */
	size_t rule_count;
};

struct submissions_yaml {
	struct yaml *doc;	/* NULL: there is no such file */
	struct submissions_key *keys;
	size_t count;
};

/*
 * problem has its tests, which paths must match, and its type, as only scoring problems have
 * scores.
 */
int submissions_yaml_read(const struct tree *tree, const struct problem *problem,
			  struct submissions_yaml *ret, struct error *err);

void submissions_yaml_free(struct submissions_yaml *yaml);

/* The verdicts that the name of a verdict in the file stands for; RTE includes MLE and OLE. */
verdict_set submissions_verdicts(const char *name);

/* Any verdict that a test case can have. */
verdict_set submissions_any_verdict(void);

#endif
