/*
 * health: whether this worker can judge. Pure bookkeeping; who calls it runs the test.
 *
 * A host can be broken in ways that no call reports: a compiler that was taken away, a full disk, a
 * cgroup somebody removed for good. Then every job fails, and a worker that fails fast takes more
 * jobs than all others. So after a few judge errors in a row, on different submissions, it claims
 * nothing until a self-test says that it is well; until then it is tested again at times.
 *
 *	health_note(&health, submission, failed);	after each job
 *	if (health_wants_test(&health, now)) ...	run the self-test in an idle slot:
 *		health_begin(&health); ... health_tested(&health, reason or NULL, now);
 *	if (health_may_claim(&health)) ...
 *
 * Packages whose own programs fail are judged by the same test: only a worker that is well may
 * blame a package.
 */
#ifndef WORKER_HEALTH_H
#define WORKER_HEALTH_H

#include "model/result.h"

#include <stdbool.h>
#include <stdint.h>

enum { HEALTH_FAILURES = 3, HEALTH_BLAMED = 8, HEALTH_RETEST_S = 30 };

struct health {
	enum { HEALTH_WELL, HEALTH_DOUBTED, HEALTH_TESTING, HEALTH_SICK } state;
	int64_t failed[HEALTH_FAILURES];	/* submissions that did, in a row */
	unsigned row;
	int64_t test_at;			/* while sick: when to test again */
	char reason[REASON_BYTES];		/* why it is sick; "" otherwise */
	bool is_news;				/* the reason is to be told */
	struct {
		char problem[256], reason[REASON_BYTES];
	} blamed[HEALTH_BLAMED];		/* packages to be reported if the worker is well */
	unsigned blamed_count;
};

/* A job of the submission has ended, with a judge error or without. */
void health_note(struct health *health, int64_t submission, bool failed);

/* A package seems to be broken: its own programs fail. */
void health_blame(struct health *health, const char *problem, const char *reason);

/* And yet a submission of it could be judged: it is not reported, unless it was. */
void health_absolve(struct health *health, const char *problem);

bool health_wants_test(const struct health *health, int64_t now_ns);
void health_begin(struct health *health);
void health_put_off(struct health *health);	/* it came to no end: once more */

/* reason: why the self-test failed; NULL: it passed. Who is sick blames no package. */
void health_tested(struct health *health, const char *reason, int64_t now_ns);

bool health_may_claim(const struct health *health);

#endif
