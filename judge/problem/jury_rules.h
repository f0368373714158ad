/*
 * jury_rules: what is expected of each jury submission, from its folder, its tag and
 * submissions.yaml together.
 */
#ifndef PROBLEM_JURY_RULES_H
#define PROBLEM_JURY_RULES_H

#include "model/problem.h"
#include "problem/submissions_yaml.h"
#include "util/error.h"

/*
 * Completes problem->jury, whose expectations by folder and tag are there already: rules, what
 * bounds the time limit, language, entry point.
 *
 * In 2025-09 the standard folders are rules too, for each test case. A key of the file that is a
 * folder's name replaces that folder's rule, where it states something; any other key adds to it.
 * A key that matches no submission is an error; rules that leave no verdict for a test case, and
 * languages that differ, are one that names both places.
 */
int jury_rules_apply(const struct submissions_yaml *yaml, struct problem *problem,
		     struct error *err);

#endif
