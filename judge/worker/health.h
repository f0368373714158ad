/*
 * health: whether this worker can judge. Pure bookkeeping; who calls it runs the test.
 *
 * A host can be broken in ways that no call reports: a compiler that was taken away, a full disk, a
 * cgroup somebody removed for good. Then every job fails, and a worker that fails fast takes more
 * jobs than all others. So after a few judge errors in a row, on different submissions, it claims
 * nothing until a self-test says that it is well; until then it is tested again at times.
 *
 * Judges that die are counted by themselves, in a row of any submissions. One that dies may be the
 * submission's doing, or somebody else's, and it is judged again without delay; so that this is not
 * here each time, until its attempts are used up, nothing is claimed for a while. The pause grows
 * when other submissions die as well, and not when one does again: that one is over soon.
 *
 *	health_note(&health, submission, failed);	after each job, or
 *	health_died(&health, submission, now);
 *	if (health_resumes(&health, now)) ...		at times: a pause has ended
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

enum { HEALTH_FAILURES = 3, HEALTH_DEATHS = 3, HEALTH_BLAMED = 8, HEALTH_RETEST_S = 30 };
enum { HEALTH_PAUSE_FIRST_S = 1, HEALTH_PAUSE_MOST_S = 30 };

struct health {
	enum { HEALTH_WELL, HEALTH_DOUBTED, HEALTH_TESTING, HEALTH_SICK } state;
	int64_t failed[HEALTH_FAILURES];	/* submissions that did, in a row */
	unsigned row;
	unsigned deaths;			/* in a row */
	int64_t died;				/* the submission of the last one */
	int64_t pause_ns;			/* after it; 0: there was none */
	int64_t claim_at;			/* when the pause ends; 0: there is none */
	unsigned test_deaths;			/* of the self-test, in a row */
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

/* What judged the submission died under it. */
void health_died(struct health *health, int64_t submission, int64_t now_ns);

/* The pause after a death is over now. */
bool health_resumes(struct health *health, int64_t now_ns);

/* A package seems to be broken: its own programs fail. */
void health_blame(struct health *health, const char *problem, const char *reason);

/* And yet a submission of it could be judged: it is not reported, unless it was. */
void health_absolve(struct health *health, const char *problem);

bool health_wants_test(const struct health *health, int64_t now_ns);
void health_begin(struct health *health);

/* The test died. True: once more; false: it has done so too often, which is a failure. */
bool health_put_off(struct health *health);

/* reason: why the self-test failed; NULL: it passed. Who is sick blames no package. */
void health_tested(struct health *health, const char *reason, int64_t now_ns);

/* Nobody knows any more what was told of the worker: who is sick says so again. */
void health_repeat(struct health *health);

bool health_may_claim(const struct health *health);

#endif
