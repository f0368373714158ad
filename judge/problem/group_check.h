/*
 * group_check: whether the groups of a package fit together.
 */
#ifndef PROBLEM_GROUP_CHECK_H
#define PROBLEM_GROUP_CHECK_H

#include "problem/settings.h"

/*
 * The rules of "Result aggregation" and "Test Data Groups" of 2025-09, for problems with its rules.
 * settings are those of problem->groups. Legacy packages have no such rules.
 */
int group_check(const struct settings_context *context, const struct problem *problem,
		const struct settings *settings, struct error *err);

#endif
