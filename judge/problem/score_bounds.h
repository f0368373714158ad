/*
 * score_bounds: what scores a package can come to when all test cases are accepted, from its rules
 * alone. Pure. pipeline/scoring.h has the scores of a submission.
 *
 *	struct score_bounds *bounds = score_bounds_of(&problem);	one per group
 *	free(bounds);
 */
#ifndef PROBLEM_SCORE_BOUNDS_H
#define PROBLEM_SCORE_BOUNDS_H

#include "model/problem.h"

/* Both ends belong to it. Apart only where validators or graders have a say in it. */
struct score_bounds {
	double low, high;
};

/* The range that a group states, in either format. A score outside is the package's fault. */
struct score_bounds score_range(const struct test_group *group);

/* A test case of the group; its range is not applied. Legacy groups only. */
struct score_bounds score_bounds_of_case(const struct problem *problem,
					 const struct test_group *group);

/* Each group, of what it contains: its own range is not applied, those of groups in it are. */
struct score_bounds *score_bounds_of(const struct problem *problem);

/* The most that a submission can get; INFINITY: the rules do not say. */
double score_highest(const struct problem *problem);

#endif
