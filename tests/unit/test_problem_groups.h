/*
 * What the tests of test groups share. Include after cmocka.h.
 */
#ifndef TEST_PROBLEM_GROUPS_H
#define TEST_PROBLEM_GROUPS_H

#include "test_problem_load.h"

#define SCORING NEW "type: scoring\n"

static inline void put_case(const struct fixture *f, const char *name)
{
	char path[128];

	snprintf(path, sizeof path, "data/%s.in", name);
	put(f, path, "");
	snprintf(path, sizeof path, "data/%s.ans", name);
	put(f, path, "");
}

static inline const struct test_group *group(const struct loaded *l, const char *name)
{
	for (size_t i = 0; i < l->problem.group_count; i++)
		if (!strcmp(l->problem.groups[i].name, name))
			return &l->problem.groups[i];
	fail_msg("no group \"%s\"", name);
	return NULL;
}

#endif
