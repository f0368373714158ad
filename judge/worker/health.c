#include "worker/health.h"

#include "util/clock.h"

#include <stdio.h>
#include <string.h>

void health_note(struct health *health, int64_t submission, bool failed)
{
	if (!failed) {
		health->row = health->deaths = 0;
		health->pause_ns = health->claim_at = 0;
	}
	for (unsigned i = 0; i < health->row; i++)
		if (health->failed[i] == submission)
			return;
	if (!failed || health->row == HEALTH_FAILURES)
		return;
	health->failed[health->row++] = submission;
	if (health->row == HEALTH_FAILURES && health->state == HEALTH_WELL)
		health->state = HEALTH_DOUBTED;
}

/* A death during a pause is of a job that was claimed before it: that makes it no longer. */
static void pause_claims(struct health *health, int64_t submission, int64_t now_ns)
{
	const int64_t most = HEALTH_PAUSE_MOST_S * NS_PER_S;

	if (health->claim_at && now_ns < health->claim_at)
		return;
	if (!health->pause_ns)
		health->pause_ns = HEALTH_PAUSE_FIRST_S * NS_PER_S;
	else if (submission != health->died)
		health->pause_ns = 2 * health->pause_ns < most ? 2 * health->pause_ns : most;
	health->claim_at = now_ns + health->pause_ns;
}

void health_died(struct health *health, int64_t submission, int64_t now_ns)
{
	pause_claims(health, submission, now_ns);
	health->died = submission;
	health->deaths++;
	if (health->deaths >= HEALTH_DEATHS && health->state == HEALTH_WELL)
		health->state = HEALTH_DOUBTED;
}

bool health_resumes(struct health *health, int64_t now_ns)
{
	if (!health->claim_at || now_ns < health->claim_at)
		return false;
	health->claim_at = 0;
	return true;
}

void health_blame(struct health *health, const char *problem, const char *reason)
{
	for (unsigned i = 0; i < health->blamed_count; i++)
		if (!strcmp(health->blamed[i].problem, problem))
			return;
	if (health->blamed_count == HEALTH_BLAMED)
		return;		/* it will fail again */
	snprintf(health->blamed[health->blamed_count].problem,
		 sizeof health->blamed[0].problem, "%s", problem);
	snprintf(health->blamed[health->blamed_count].reason, sizeof health->blamed[0].reason,
		 "%s", reason);
	health->blamed_count++;
	if (health->state == HEALTH_WELL)
		health->state = HEALTH_DOUBTED;
}

void health_absolve(struct health *health, const char *problem)
{
	for (unsigned i = 0; i < health->blamed_count; i++)
		if (!strcmp(health->blamed[i].problem, problem)) {
			health->blamed[i] = health->blamed[--health->blamed_count];
			return;
		}
}

bool health_wants_test(const struct health *health, int64_t now_ns)
{
	return health->state == HEALTH_DOUBTED ||
	       (health->state == HEALTH_SICK && now_ns >= health->test_at);
}

void health_begin(struct health *health)
{
	health->state = HEALTH_TESTING;
}

bool health_put_off(struct health *health)
{
	if (++health->test_deaths >= HEALTH_DEATHS)
		return false;
	health->state = HEALTH_DOUBTED;
	return true;
}

void health_tested(struct health *health, const char *reason, int64_t now_ns)
{
	if (strcmp(health->reason, reason ? reason : "") != 0)
		health->is_news = true;
	snprintf(health->reason, sizeof health->reason, "%s", reason ? reason : "");
	health->row = health->deaths = health->test_deaths = 0;
	if (reason) {
		health->state = HEALTH_SICK;
		health->test_at = now_ns + HEALTH_RETEST_S * NS_PER_S;
		health->blamed_count = 0;
	} else {
		health->state = HEALTH_WELL;
	}
}

void health_repeat(struct health *health)
{
	health->is_news = health->reason[0] != '\0';
}

bool health_may_claim(const struct health *health)
{
	return health->state == HEALTH_WELL && !health->claim_at;
}
