/*
 * jury_check: whether a jury submission did what its package says of it.
 */
#ifndef REPORT_JURY_CHECK_H
#define REPORT_JURY_CHECK_H

#include "model/problem.h"
#include "model/result.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * 1 if judgement and tests are as expected. Else 0, and reason, of size bytes, says why in one line:
 * "secret/2: TLE, but only AC is permitted in secret".
 *
 * tests are the count tests that were judged, in any order, those that were not left out or with
 * VERDICT_NONE. Where judging stopped at the first failure, the rules hold for the tests up to it;
 * whoever wants them checked in full judges in full. Only a rule's `required` and `message` can
 * then be missed although a later test would have met them.
 *
 * The score of a rule for a group is not looked at here, but by the next function.
 */
int jury_check(const struct problem *problem, const struct jury_submission *jury,
	       const struct judgement *judgement, const struct test_result *tests, size_t count,
	       char *reason, size_t size);

/*
 * Whether the rules are about more than the tests up to the first that fails: then only judging in
 * full can tell. Standard folders are not: what they require is what they permit to fail with.
 */
bool jury_needs_full(const struct jury_submission *jury);

/* The same for the scores of groups and test cases that rules name; scoring problems have them. */
int jury_check_scores(const struct problem *problem, const struct jury_submission *jury,
		      const struct test_result *tests, size_t count,
		      const struct group_result *groups, size_t group_count, char *reason,
		      size_t size);

#endif
