/*
 * groups: the groups of test cases of a package, with the rules that hold in each.
 */
#ifndef PROBLEM_GROUPS_H
#define PROBLEM_GROUPS_H

#include "problem/settings.h"

/*
 * Fills problem->groups, and the group of each of problem->tests, which are in package order. The
 * tests' type, validators and graders are read.
 *
 * Legacy: each directory below data/ is a group, at any depth. 2025-09: those directly in sample/
 * and secret/ are; what a group contains in directories belongs to it. A draft of 2025-09 with
 * testdata.yaml has legacy groups and rules, and a legacy package with test_group.yaml the newer
 * ones: context->by_share is set. Plain folders have groups, but no files about them.
 *
 * *ret is an array of as many settings as groups, for settings_inherit() to their cases; free it
 * with groups_free_settings(). Strings of the rules are the problem's.
 */
int groups_read(struct settings_context *context, struct problem *problem,
		struct settings **ret, struct error *err);

/*
 * Package order, of names of test cases and of groups. By name, directory by directory, so '/' comes
 * before all else: 1/x before 1-a. The names have no extensions: 1 before 1-a, although 1-a.in is
 * before 1.in. "sample" is before "secret" by itself. A group is before all that it contains.
 */
int compare_names(const char *a, const char *b);

/* The group of that name, or -1. */
long find_group(const struct problem *problem, const char *name);

/* What is in NAME.files/ is for the program that gets the case NAME: it is nothing of ours. */
bool is_in_case_files(const struct tree *tree, const char *path);

void groups_free_settings(struct settings *settings, size_t count);

#endif
