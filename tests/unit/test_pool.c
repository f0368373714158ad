#include "worker/pool.h"

#include "worker/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "descriptors.h"

/* A pool with one slot, whose process is this test: its second job is being judged. */
struct fixture {
	struct pool pool;
	int ends[2];
	struct reporter reporter;
	unsigned done, ended, broken;
	struct error failure;
};

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	(void)judgement;
	((struct fixture *)((char *)reporter - offsetof(struct fixture, reporter)))->done++;
}

static void on_end(void *context, unsigned slot, const struct error *failure)
{
	struct fixture *f = context;

	assert_int_equal(slot, 0);
	f->ended++;
	if (failure)
		f->failure = *failure;
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	assert_non_null(f);
	open_sockets(f->ends);
	f->reporter.on_done = on_done;
	f->pool.control = -1;
	f->pool.count = 1;
	f->pool.ended = on_end;
	f->pool.context = f;
	f->pool.slot[0].jobs = f->ends[1];
	f->pool.slot[0].sent = 2;
	f->pool.slot[0].reporter = &f->reporter;
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	close_sockets(f->ends);
	free(f);
	return 0;
}

static void receive(struct fixture *f)
{
	struct error err;

	assert_int_equal(pool_wait(&f->pool, NULL, 0, 0, &err), 0);
}

static void what_comes_late_is_no_other_job_s(void **state)
{
	struct fixture *f = *state;
	static const struct judgement judgement = { .verdict = VERDICT_AC, .first_failed = -1 };
	struct event_reporter before, now;
	struct error lost;

	error_set(&lost, ERROR_LOST, 0, "the judge was killed");
	event_reporter_init(&before, f->ends[0], 1);
	event_reporter_init(&now, f->ends[0], 2);
	report_done(&before.reporter, &judgement);
	receive(f);
	assert_int_equal(event_send_failed(f->ends[0], 1, &lost), 0);
	receive(f);
	assert_int_equal(f->done, 0);
	assert_int_equal(f->ended, 0);
	report_done(&now.reporter, &judgement);
	receive(f);
	assert_int_equal(f->done, 1);
	assert_int_equal(f->ended, 1);
	assert_int_equal(f->failure.kind, 0);
	assert_int_equal(pool_idle(&f->pool), 0);
	assert_int_equal(event_send_failed(f->ends[0], 2, &lost), 0);
	receive(f);
	assert_int_equal(f->ended, 1);
}

static void a_failure_ends_its_job(void **state)
{
	struct fixture *f = *state;
	struct error failure;

	error_set(&failure, ERROR_USAGE, 0, "no such thing");
	assert_int_equal(event_send_failed(f->ends[0], 2, &failure), 0);
	receive(f);
	assert_int_equal(f->ended, 1);
	assert_string_equal(f->failure.message, "no such thing");
}

static void on_broken(void *context, const char *package, const struct error *failure)
{
	(void)package;
	(void)failure;
	((struct fixture *)context)->broken++;
}

/* Ends job after job of different submissions in a fault of their package. */
static void fail_three(struct fixture *f, bool is_try)
{
	for (unsigned i = 0; i < BROKEN_AFTER; i++) {
		struct error failure;

		f->pool.slot[0].reporter = &f->reporter;
		f->pool.slot[0].is_try = is_try;
		f->pool.slot[0].job.submission[0] = (unsigned char)i;
		error_set(&failure, ERROR_USAGE, 0, "no such thing");
		assert_int_equal(event_send_failed(f->ends[0], 2, &failure), 0);
		receive(f);
	}
}

static void a_try_says_nothing_of_the_package(void **state)
{
	struct fixture *f = *state;

	f->pool.on_broken = on_broken;
	fail_three(f, true);
	assert_int_equal(f->broken, 0);
	fail_three(f, false);
	assert_int_equal(f->broken, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_comes_late_is_no_other_job_s, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_failure_ends_its_job, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_try_says_nothing_of_the_package, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
