/*
 * group_check: whether the groups of a package fit together.
 */
#ifndef PROBLEM_GROUP_CHECK_H
#define PROBLEM_GROUP_CHECK_H

#include "problem/settings.h"

/*
 * The rules of "Result aggregation" and "Test Data Groups" of 2025-09, for problems with its rules;
 * and for both formats, whether scores can be what they would come to: outside a group's range, or
 * over its max_score, they are a judge error. What a validator may keep from that is none here.
 * settings are those of problem->groups, whose rules are set.
 */
int group_check(const struct settings_context *context, const struct problem *problem,
		const struct settings *settings, struct error *err);

#endif
