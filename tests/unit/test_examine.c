#include "worker/examine.h"

#include "util/clock.h"
#include "worker/dispatch.h"
#include "worker/watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/* A coordinator of one slot, at whose other end nobody answers, and which has begun a self-test. */
static int set_up(void **state)
{
	static const struct submission self_test = { .language = "c" };
	static struct coordinator_task task = { .self_test = &self_test };
	struct coordinator *c = calloc(1, sizeof *c);
	int ends[2];

	if (!c || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return -1;
	c->task = &task;
	c->pool = (struct pool){ .count = 1, .ended = dispatch_ended, .context = c };
	c->pool.slot[0].jobs = ends[0];
	c->pool.slot[0].reporter = &c->examination.reporter;
	c->pool.control = ends[1];
	c->service.socket = -1;
	c->metrics = meters_new();
	c->health.state = HEALTH_TESTING;
	c->examination.slot = 0;
	c->examination.end_at = clock_ns() + EXAMINE_MOST_S * NS_PER_S;
	*state = c;
	return 0;
}

static int tear_down(void **state)
{
	struct coordinator *c = *state;

	if (c->pool.slot[0].jobs >= 0)
		close(c->pool.slot[0].jobs);
	close(c->pool.control);
	metrics_free(c->metrics);
	free(c);
	return 0;
}

static void a_self_test_that_hangs_has_failed(void **state)
{
	struct coordinator *c = *state;

	examine_step(c);
	assert_int_equal(c->examination.slot, 0);
	assert_true(c->pool.slot[0].reporter != NULL);
	c->examination.end_at = clock_ns();
	examine_step(c);
	assert_int_equal(c->examination.slot, -1);
	assert_true(c->pool.slot[0].jobs < 0);
	assert_int_equal(c->health.state, HEALTH_SICK);
	assert_string_equal(c->health.reason, "the self-test hangs");
	assert_true(c->health.is_news);
}

static void who_was_sick_is_while_it_is_tested_again(void **state)
{
	struct coordinator *c = *state;

	c->service.socket = c->pool.control;
	watch_turn(c);
	assert_non_null(strstr(c->status, "STATUS=no database"));
	c->status_at = 0;
	health_tested(&c->health, "no compiler", 0);
	health_begin(&c->health);
	watch_turn(c);
	assert_non_null(strstr(c->status, "STATUS=sick"));
}

static void a_test_is_due_when_it_can_be_run(void **state)
{
	struct coordinator *c = *state;

	assert_int_equal(examine_due(c), c->examination.end_at);
	c->examination.slot = -1;
	assert_int_equal(examine_due(c), INT64_MAX);
	health_tested(&c->health, "no compiler", 0);
	assert_int_equal(examine_due(c), INT64_MAX);	/* the slot is busy */
	c->pool.slot[0].reporter = NULL;
	assert_int_equal(examine_due(c), c->health.test_at);
	c->stops = 1;
	assert_int_equal(examine_due(c), INT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_self_test_that_hangs_has_failed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_test_is_due_when_it_can_be_run, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(who_was_sick_is_while_it_is_tested_again, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
