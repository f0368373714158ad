/*
 * static_case: test cases of 2025-09 in which a static validator judges the submission's files. A
 * group has one if its test_group.yaml has static_validation_score.
 *
 *	static_cases_find(&context, problem, err);	beside the other cases
 *	qsort(...)					by their names, which begin their group
 *	static_cases_name(problem);			the names that people see
 *	static_case_apply(&settings[test->group], test);
 */
#ifndef PROBLEM_STATIC_CASE_H
#define PROBLEM_STATIC_CASE_H

#include "problem/settings.h"

/*
 * Adds them to problem->tests, called "secret/1/": before all that is in their group. Of context,
 * tree and problem are read.
 */
int static_cases_find(const struct settings_context *context, struct problem *problem,
		      struct error *err);

/* Once sorted: "secret/1/static_validation". */
void static_cases_name(struct problem *problem);

/* What the group's file says of the case. */
void static_case_apply(const struct settings *group, struct test_case *test);

#endif
