#include "suite.h"

#include "util/cleanup.h"
#include "util/clock.h"

#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>

/*
 * Far beyond what any limit of a case allows, compiling included: past it the judge hangs, which
 * is a failure of the case and must not be one of the suite.
 */
#define GUARD_NS (90 * NS_PER_S)
#define RESTART_NS (60 * NS_PER_S)

static void on_compile(struct reporter *reporter, const struct compile_result *compile)
{
	struct judging *j = (struct judging *)reporter;

	j->is_compiled = true;
	j->compiled_ns = clock_ns();
	j->is_unclean |= !text_is_clean(compile->output, compile->output_bytes) ||
			 !text_is_clean(compile->reason, strlen(compile->reason));
	if (compile->output_bytes)
		snprintf(j->output, sizeof j->output, "%.*s", (int)compile->output_bytes,
			 compile->output);
}

static void on_test(struct reporter *reporter, const struct test_result *test)
{
	struct judging *j = (struct judging *)reporter;

	j->is_estimated |= test->memory_estimated;
	if (j->test_count == CASE_TESTS)
		return;
	j->test[j->test_count].verdict = test->verdict;
	snprintf(j->test[j->test_count++].reason, sizeof j->test[0].reason, "%s", test->reason);
}

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	struct judging *j = (struct judging *)reporter;

	j->verdict = judgement->verdict;
	j->cpu_ns = judgement->cpu_ns;
	j->wall_ns = judgement->wall_ns;
	j->memory_bytes = judgement->memory_bytes;
	snprintf(j->reason, sizeof j->reason, "%s", judgement->reason);
	j->is_unclean |= !text_is_clean(judgement->reason, strlen(judgement->reason)) ||
			 !text_is_clean(judgement->kept_output, judgement->kept_output_bytes) ||
			 !text_is_clean(judgement->kept_error, judgement->kept_error_bytes);
	if (judgement->kept_output_bytes)
		snprintf(j->output, sizeof j->output, "%.*s", (int)judgement->kept_output_bytes,
			 judgement->kept_output);
}

void judge_ended(void *context, unsigned slot, const struct error *failure)
{
	struct suite *suite = context;
	struct judging *j = &suite->judging[slot];

	suite->restarted[slot] |= suite->pool.slot[slot].jobs < 0;
	j->is_over = true;
	j->over_ns = clock_ns();
	if (failure) {
		j->verdict = VERDICT_JE;
		error_text(failure, j->reason, sizeof j->reason);
	}
}

int judge_start(struct suite *suite, unsigned slot, const struct work *work, struct error *err)
{
	struct judging *j = &suite->judging[slot];

	memset(j, 0, sizeof *j);
	j->reporter = (struct reporter){ .on_compile = on_compile, .on_test = on_test,
				       .on_done = on_done };
	j->started_ns = clock_ns();
	return pool_judge(&suite->pool, slot, &work->submission, &work->profile, &work->tree,
			  &work->options, &j->reporter, err);
}

static int wait_a_little(struct suite *suite, int64_t until_ns, struct error *err)
{
	struct pollfd signals = { .fd = suite->signals, .events = POLLIN };
	int64_t left = until_ns - clock_ns();

	if (pool_wait(&suite->pool, &signals, 1, left < 0 ? 0 : (int)(left / NS_PER_MS) + 1, err) <
	    0)
		return -1;
	return signals.revents ? error_set(err, ERROR_SYSTEM, 0, "interrupted") : 0;
}

/* The slot's number stays the same; its successor has no boxes yet. */
static int abort_slot(struct suite *suite, unsigned slot, struct error *err)
{
	int64_t end = clock_ns() + (int64_t)((double)RESTART_NS * suite->slow);

	pool_abort(&suite->pool, slot);
	snprintf(suite->judging[slot].reason, sizeof suite->judging[slot].reason,
		 "the judge hung: its slot was started anew");
	while (suite->pool.slot[slot].jobs < 0) {
		if (clock_ns() > end)
			return error_set(err, ERROR_SYSTEM, 0, "a slot does not come back");
		if (wait_a_little(suite, end, err) < 0)
			return -1;
	}
	return 0;
}

static int await(struct suite *suite, unsigned slot, const bool *condition, struct error *err)
{
	struct judging *j = &suite->judging[slot];
	int64_t end = j->started_ns + (int64_t)((double)GUARD_NS * suite->slow);

	while (!*condition && !j->is_over) {
		if (clock_ns() > end)
			return abort_slot(suite, slot, err);
		if (wait_a_little(suite, end, err) < 0)
			return -1;
	}
	/* A slot that died by itself needs a moment, too. */
	while (suite->pool.slot[slot].jobs < 0) {
		if (clock_ns() > end + RESTART_NS)
			return error_set(err, ERROR_SYSTEM, 0, "a slot does not come back");
		if (wait_a_little(suite, end + RESTART_NS, err) < 0)
			return -1;
	}
	return 0;
}

int judge_await_compiled(struct suite *suite, unsigned slot, struct error *err)
{
	return await(suite, slot, &suite->judging[slot].is_compiled, err);
}

int judge_await(struct suite *suite, unsigned slot, struct error *err)
{
	return await(suite, slot, &suite->judging[slot].is_over, err);
}

int judge_sentinel(struct suite *suite, const struct sentinel *sentinel, unsigned slot,
		   struct error *err)
{
	if (judge_start(suite, slot, &sentinel->work, err) < 0 ||
	    judge_await(suite, slot, err) < 0)
		return -1;
	return 0;
}
