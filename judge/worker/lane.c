#include "worker/lane.h"

#include "util/clock.h"

#include <stdlib.h>
#include <string.h>

static void on_compile(struct reporter *reporter, const struct compile_result *compile)
{
	struct lane *lane = (struct lane *)reporter;

	lane->heard_ns = clock_ns();
	if (!lane->compile)
		lane->compile = malloc(sizeof *lane->compile);
	if (lane->compile)
		memcpy(lane->compile, compile, sizeof *compile);
}

static void on_test(struct reporter *reporter, const struct test_result *test)
{
	struct lane *lane = (struct lane *)reporter;

	lane->heard_ns = clock_ns();
	if (lane->test_count == LANE_TESTS)
		return;
	if (lane->test_count == lane->test_capacity) {
		size_t capacity = lane->test_capacity ? 2 * lane->test_capacity : 16;
		struct test_result *tests = realloc(lane->tests, capacity * sizeof *tests);

		if (!tests)
			abort();	/* the lease returns the job; see util/string.h */
		lane->tests = tests;
		lane->test_capacity = capacity;
	}
	lane->tests[lane->test_count++] = *test;
}

static void on_summary(struct reporter *reporter, const struct summary_piece *piece)
{
	struct lane *lane = (struct lane *)reporter;

	if (lane->summary.length + piece->bytes <= SUMMARY_MAX)
		strbuf_append(&lane->summary, piece->text, piece->bytes);
}

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	((struct lane *)reporter)->judgement = *judgement;
}

void lane_start(struct lane *lane, struct queue_job *job)
{
	*lane = (struct lane){ .reporter = { .on_compile = on_compile, .on_test = on_test,
				       .on_summary = on_summary, .on_done = on_done },
			       .state = LANE_JUDGING, .job = *job, .started_ns = clock_ns() };
	lane->told_ns = lane->heard_ns = lane->since_ns = lane->started_ns;
	memset(job, 0, sizeof *job);
}

void lane_end(struct lane *lane, const struct error *failure)
{
	if (lane->state == LANE_DROPPED) {
		lane_clear(lane);
	} else if (failure) {
		lane->failure = *failure;
		lane->state = LANE_FAILED;
	} else {
		lane->state = LANE_JUDGED;
	}
}

void lane_clear(struct lane *lane)
{
	queue_job_free(&lane->job);
	free(lane->compile);
	free(lane->tests);
	strbuf_free(&lane->summary);
	*lane = (struct lane){ .state = LANE_IDLE };
}
