#include "worker/health.h"

#include "util/clock.h"

#include <stdio.h>
#include <string.h>

void health_note(struct health *health, int64_t submission, bool failed)
{
	if (!failed)
		health->row = 0;
	for (unsigned i = 0; i < health->row; i++)
		if (health->failed[i] == submission)
			return;
	if (!failed || health->row == HEALTH_FAILURES)
		return;
	health->failed[health->row++] = submission;
	if (health->row == HEALTH_FAILURES && health->state == HEALTH_WELL)
		health->state = HEALTH_DOUBTED;
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

void health_put_off(struct health *health)
{
	health->state = HEALTH_DOUBTED;
}

void health_tested(struct health *health, const char *reason, int64_t now_ns)
{
	health->is_news = strcmp(health->reason, reason ? reason : "") != 0;
	snprintf(health->reason, sizeof health->reason, "%s", reason ? reason : "");
	health->row = 0;
	if (reason) {
		health->state = HEALTH_SICK;
		health->test_at = now_ns + HEALTH_RETEST_S * NS_PER_S;
		health->blamed_count = 0;
	} else {
		health->state = HEALTH_WELL;
	}
}

bool health_may_claim(const struct health *health)
{
	return health->state == HEALTH_WELL;
}
