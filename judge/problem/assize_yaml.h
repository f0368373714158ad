/*
 * assize_yaml: assize.yaml in the root of a package, for what the format has no words for. Other
 * judges pass over it. Each key is optional:
 *
 *	checker: wcmp			a built-in checker, in the place of the default one
 *	checker: [default, case_sensitive]	... with arguments, before all the others
 *	protocol: testlib		how the package's own validators are called:
 *					icpc (the default), testlib, cms or exit01
 *	feedback: verdict		what contestants are told (enum feedback), in all groups
 *	feedback:			... or by group, which holds for the groups in it too
 *	  sample: full
 *	  default: verdict		the others; without it: message
 */
#ifndef PROBLEM_ASSIZE_YAML_H
#define PROBLEM_ASSIZE_YAML_H

#include "model/problem.h"
#include "model/tree.h"
#include "problem/problem_yaml.h"
#include "util/error.h"

struct group_feedback {
	char *group;		/* name; NULL: all the others */
	enum feedback feedback;
	unsigned line, column;
};

struct assize_yaml {
	char checker[ARGS_MAX];	/* packed: name and arguments; empty: not stated */
	unsigned checker_line, checker_column;
	enum protocol protocol;
	unsigned protocol_line, protocol_column;	/* line 0: not stated */
	struct group_feedback *feedback;
	size_t feedback_count;
};

/* Without the file, nothing is stated. The caller frees *ret; after a failure there is nothing to. */
int assize_yaml_read(const struct tree *tree, struct assize_yaml *ret, struct error *err);

/*
 * Sets problem's checker and protocol, and puts the checker's arguments before flags, packed and of
 * ARGS_MAX bytes. The problem's validators are read: who has some needs no checker, who has none
 * needs no protocol.
 */
int assize_yaml_apply(const struct tree *tree, const struct assize_yaml *yaml,
		      struct problem *problem, char *flags, struct error *err);

/* Sets the feedback of problem->groups. */
int assize_yaml_apply_feedback(const struct tree *tree, const struct assize_yaml *yaml,
			       struct problem *problem, struct error *err);

void assize_yaml_free(struct assize_yaml *yaml);

#endif
