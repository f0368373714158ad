#include "worker/event.h"

#include "util/cleanup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "descriptors.h"

struct fixture {
	int ends[2];
	struct event_reporter sender;
	struct event sent, got;
	size_t descriptors;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);

	assert_non_null(f);
	open_sockets(f->ends);
	event_reporter_init(&f->sender, f->ends[0], 7);
	f->descriptors = descriptors_open();
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(descriptors_open(), f->descriptors);
	close_sockets(f->ends);
	free(f);
	return 0;
}

static size_t payload_of(enum event_kind kind)
{
	const struct event *event;

	switch (kind) {
	case EVENT_COMPILE:
		return sizeof event->u.compile;
	case EVENT_TEST:
		return sizeof event->u.test;
	case EVENT_TRANSCRIPT:
		return sizeof event->u.transcript;
	case EVENT_GROUP:
		return sizeof event->u.group;
	case EVENT_SUMMARY:
		return sizeof event->u.summary;
	case EVENT_DONE:
		return sizeof event->u.judgement;
	case EVENT_FAILED:
		return sizeof event->u.error;
	}
	return 0;
}

/* As a judge that was taken over would: as much of f->sent as it likes. */
static void send_raw(struct fixture *f, enum event_kind kind, size_t size)
{
	memcpy(&f->sent.kind, &kind, sizeof kind);
	assert_int_equal(fd_send(f->ends[0], &f->sent, size, NULL, 0), 0);
}

static void send_whole(struct fixture *f, enum event_kind kind)
{
	send_raw(f, kind, offsetof(struct event, u) + payload_of(kind));
}

static void assert_refused(struct fixture *f)
{
	assert_int_equal(event_receive(f->ends[1], &f->got), -1);
}

/* Something that is fine, to be spoilt. */
static void fill(struct fixture *f, enum event_kind kind)
{
	memset(&f->sent, 0, sizeof f->sent);
	if (kind == EVENT_COMPILE)
		f->sent.u.compile.verdict = VERDICT_AC;
	if (kind == EVENT_TEST)
		f->sent.u.test.verdict = VERDICT_WA;
	if (kind == EVENT_GROUP)
		f->sent.u.group.verdict = VERDICT_WA;
	if (kind == EVENT_DONE) {
		f->sent.u.judgement.verdict = VERDICT_WA;
		f->sent.u.judgement.test_count = 5;
		f->sent.u.judgement.first_failed = 4;
	}
	if (kind == EVENT_FAILED)
		f->sent.u.error.kind = ERROR_LOST;
}

/* ---- What arrives -------------------------------------------------------------------------- */

static void results_arrive_as_they_were_reported(void **state)
{
	struct fixture *f = *state;
	struct reporter *reporter = &f->sender.reporter;

	fill(f, EVENT_COMPILE);
	strcpy(f->sent.u.compile.output, "warning: unused\n");
	f->sent.u.compile.output_bytes = 16;
	f->sent.u.compile.cached = true;
	report_compile(reporter, &f->sent.u.compile);
	assert_int_equal(event_receive(f->ends[1], &f->got), 1);
	assert_int_equal(f->got.kind, EVENT_COMPILE);
	assert_memory_equal(&f->got.u.compile, &f->sent.u.compile, sizeof f->sent.u.compile);

	fill(f, EVENT_TEST);
	f->sent.u.test.index = 4;
	f->sent.u.test.borderline = true;
	strcpy(f->sent.u.test.reason, "token 4");
	report_test(reporter, &f->sent.u.test);
	assert_int_equal(event_receive(f->ends[1], &f->got), 1);
	assert_int_equal(f->got.kind, EVENT_TEST);
	assert_memory_equal(&f->got.u.test, &f->sent.u.test, sizeof f->sent.u.test);

	fill(f, EVENT_TRANSCRIPT);
	strcpy(f->sent.u.transcript.text, "0.001 program: 50\n");
	f->sent.u.transcript.bytes = 18;
	report_transcript(reporter, &f->sent.u.transcript);
	assert_int_equal(event_receive(f->ends[1], &f->got), 1);
	assert_int_equal(f->got.kind, EVENT_TRANSCRIPT);
	assert_memory_equal(&f->got.u.transcript, &f->sent.u.transcript,
			    sizeof f->sent.u.transcript);

	fill(f, EVENT_GROUP);
	f->sent.u.group.score = 20.5;
	report_group(reporter, &f->sent.u.group);
	assert_int_equal(event_receive(f->ends[1], &f->got), 1);
	assert_int_equal(f->got.kind, EVENT_GROUP);
	assert_memory_equal(&f->got.u.group, &f->sent.u.group, sizeof f->sent.u.group);

	fill(f, EVENT_SUMMARY);
	memset(f->sent.u.summary.text, 'x', sizeof f->sent.u.summary.text);
	f->sent.u.summary.bytes = sizeof f->sent.u.summary.text;
	report_summary(reporter, &f->sent.u.summary);
	assert_int_equal(event_receive(f->ends[1], &f->got), 1);
	assert_int_equal(f->got.kind, EVENT_SUMMARY);
	assert_memory_equal(&f->got.u.summary, &f->sent.u.summary, sizeof f->sent.u.summary);

	fill(f, EVENT_SUMMARY);
	f->sent.u.summary.bytes = sizeof f->sent.u.summary.text + 1;
	send_whole(f, EVENT_SUMMARY);
	assert_refused(f);

	fill(f, EVENT_DONE);
	strcpy(f->sent.u.judgement.receipt.host, "judge1");
	report_done(reporter, &f->sent.u.judgement);
	assert_int_equal(event_receive(f->ends[1], &f->got), 1);
	assert_int_equal(f->got.kind, EVENT_DONE);
	assert_memory_equal(&f->got.u.judgement, &f->sent.u.judgement,
			    sizeof f->sent.u.judgement);
}

static void a_failure_arrives(void **state)
{
	struct fixture *f = *state;
	struct error failure;

	error_set(&failure, ERROR_USAGE, 0, "validator does not compile");
	assert_int_equal(event_send_failed(f->ends[0], 8, &failure), 0);
	assert_int_equal(event_receive(f->ends[1], &f->got), 1);
	assert_int_equal(f->got.kind, EVENT_FAILED);
	assert_int_equal(f->got.job, 8);
	assert_memory_equal(&f->got.u.error, &failure, sizeof failure);
}

static void the_largest_results_arrive(void **state)
{
	struct fixture *f = *state;

	fill(f, EVENT_COMPILE);
	memset(f->sent.u.compile.output, 'x', sizeof f->sent.u.compile.output - 1);
	f->sent.u.compile.output_bytes = sizeof f->sent.u.compile.output - 1;
	send_whole(f, EVENT_COMPILE);
	assert_int_equal(event_receive(f->ends[1], &f->got), 1);
	assert_memory_equal(&f->got.u.compile, &f->sent.u.compile, sizeof f->sent.u.compile);
	fill(f, EVENT_DONE);
	f->sent.u.judgement.kept_output_bytes = KEPT_BYTES - 1;
	f->sent.u.judgement.kept_error_bytes = KEPT_BYTES - 1;
	send_whole(f, EVENT_DONE);
	assert_int_equal(event_receive(f->ends[1], &f->got), 1);
}

static void the_end_is_told_apart(void **state)
{
	struct fixture *f = *state;
	struct error failure = { .kind = ERROR_SYSTEM };

	shutdown(f->ends[0], SHUT_RDWR);
	assert_int_equal(event_receive(f->ends[1], &f->got), 0);
	assert_int_equal(event_send_failed(f->ends[0], 8, &failure), -1);
}

/* ---- What is refused, and what is made safe ------------------------------------------------- */

static void messages_of_another_size_are_refused(void **state)
{
	struct fixture *f = *state;

	for (int i = EVENT_COMPILE; i <= EVENT_FAILED; i++) {
		enum event_kind kind = (enum event_kind)i;
		size_t right = offsetof(struct event, u) + payload_of(kind);

		fill(f, kind);
		send_raw(f, kind, right - 1);
		assert_refused(f);
		send_raw(f, kind, offsetof(struct event, u));
		assert_refused(f);
		send_raw(f, kind, 1);
		assert_refused(f);
		send_raw(f, kind, right < sizeof f->sent ? right + 1 : right - 2);
		assert_refused(f);
		send_raw(f, kind, right);
		assert_int_equal(event_receive(f->ends[1], &f->got), 1);
	}
}

static void other_kinds_are_refused(void **state)
{
	static const uint32_t kinds[] = { 0, EVENT_FAILED + 1, 1000, INT32_MAX, UINT32_MAX };
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		for (int like = EVENT_COMPILE; like <= EVENT_FAILED; like++) {
			size_t size = offsetof(struct event, u) + payload_of((enum event_kind)like);

			memcpy(&f->sent.kind, &kinds[i], sizeof kinds[i]);
			assert_int_equal(fd_send(f->ends[0], &f->sent, size, NULL, 0), 0);
			assert_refused(f);
		}
}

#define ASSERT_ENDS(text) assert_true(memchr(text, '\0', sizeof(text)))

static void texts_end_even_if_they_did_not(void **state)
{
	struct fixture *f = *state;

	fill(f, EVENT_COMPILE);
	memset(f->sent.u.compile.reason, 'x', sizeof f->sent.u.compile.reason);
	memset(f->sent.u.compile.output, 'x', sizeof f->sent.u.compile.output);
	send_whole(f, EVENT_COMPILE);
	assert_int_equal(event_receive(f->ends[1], &f->got), 1);
	ASSERT_ENDS(f->got.u.compile.reason);
	ASSERT_ENDS(f->got.u.compile.output);

	fill(f, EVENT_TEST);
	memset(f->sent.u.test.reason, 'x', sizeof f->sent.u.test.reason);
	memset(f->sent.u.test.message, 'x', sizeof f->sent.u.test.message);
	send_whole(f, EVENT_TEST);
	assert_int_equal(event_receive(f->ends[1], &f->got), 1);
	ASSERT_ENDS(f->got.u.test.reason);
	ASSERT_ENDS(f->got.u.test.message);

	fill(f, EVENT_FAILED);
	memset(f->sent.u.error.file, 'x', sizeof f->sent.u.error.file);
	memset(f->sent.u.error.message, 'x', sizeof f->sent.u.error.message);
	send_whole(f, EVENT_FAILED);
	assert_int_equal(event_receive(f->ends[1], &f->got), 1);
	ASSERT_ENDS(f->got.u.error.file);
	ASSERT_ENDS(f->got.u.error.message);
}

static void texts_of_a_judgement_end_as_well(void **state)
{
	struct fixture *f = *state;
	struct judgement *sent = &f->sent.u.judgement, *got = &f->got.u.judgement;
	struct receipt *receipt = &got->receipt;

	fill(f, EVENT_DONE);
	memset(sent->reason, 'x', sizeof sent->reason);
	memset(sent->kept_output, 'x', sizeof sent->kept_output);
	memset(sent->kept_error, 'x', sizeof sent->kept_error);
	memset(&sent->receipt, 'x', sizeof sent->receipt);
	send_whole(f, EVENT_DONE);
	assert_int_equal(event_receive(f->ends[1], &f->got), 1);
	ASSERT_ENDS(got->reason);
	ASSERT_ENDS(got->kept_output);
	ASSERT_ENDS(got->kept_error);
	ASSERT_ENDS(receipt->package_hash);
	ASSERT_ENDS(receipt->profile_hash);
	ASSERT_ENDS(receipt->language);
	ASSERT_ENDS(receipt->toolchain);
	ASSERT_ENDS(receipt->validators);
	ASSERT_ENDS(receipt->class);
	ASSERT_ENDS(receipt->layers);
	ASSERT_ENDS(receipt->cgroup_layout);
	ASSERT_ENDS(receipt->host);
}

/* One member of what is fine is overwritten: kind, its bytes, value. */
#define SPOIL(kind, member, type, value) do { \
	const type spoilt = (type)(value); \
	fill(f, kind); \
	assert_int_equal(sizeof spoilt, sizeof f->sent.u.member); \
	memcpy(&f->sent.u.member, &spoilt, sizeof spoilt); \
	send_whole(f, kind); \
	assert_refused(f); \
} while (0)

static void values_out_of_range_are_refused(void **state)
{
	struct fixture *f = *state;

	SPOIL(EVENT_COMPILE, compile.verdict, uint32_t, VERDICT_COUNT);
	SPOIL(EVENT_COMPILE, compile.verdict, uint32_t, UINT32_MAX);
	SPOIL(EVENT_COMPILE, compile.cached, uint8_t, 2);
	SPOIL(EVENT_COMPILE, compile.output_bytes, uint32_t, COMPILE_OUTPUT_BYTES);
	SPOIL(EVENT_COMPILE, compile.output_bytes, uint32_t, UINT32_MAX);
	SPOIL(EVENT_TEST, test.verdict, uint32_t, VERDICT_COUNT);
	SPOIL(EVENT_TEST, test.verdict, uint32_t, INT32_MIN);
	SPOIL(EVENT_TEST, test.verdict, uint32_t, VERDICT_NONE);
	SPOIL(EVENT_TEST, test.borderline, uint8_t, 255);
	SPOIL(EVENT_TEST, test.memory_estimated, uint8_t, 2);
	SPOIL(EVENT_TRANSCRIPT, transcript.is_cut, uint8_t, 2);
	SPOIL(EVENT_TRANSCRIPT, transcript.bytes, uint32_t, TRANSCRIPT_BYTES);
	SPOIL(EVENT_FAILED, error.kind, uint32_t, ERROR_LOST + 1);
	SPOIL(EVENT_FAILED, error.kind, uint32_t, UINT32_MAX);
}

static void so_are_those_of_a_judgement(void **state)
{
	struct fixture *f = *state;

	SPOIL(EVENT_DONE, judgement.verdict, uint32_t, VERDICT_COUNT);
	SPOIL(EVENT_DONE, judgement.first_failed, int32_t, -2);
	SPOIL(EVENT_DONE, judgement.first_failed, int32_t, 5);
	SPOIL(EVENT_DONE, judgement.first_failed, int32_t, INT32_MAX);
	SPOIL(EVENT_DONE, judgement.kept_output_bytes, uint32_t, KEPT_BYTES);
	SPOIL(EVENT_DONE, judgement.kept_error_bytes, uint32_t, KEPT_BYTES);
	SPOIL(EVENT_DONE, judgement.kept_error_bytes, uint32_t, UINT32_MAX);
}

static void descriptors_are_not_taken(void **state)
{
	struct fixture *f = *state;
	int fd = holding("x");
	size_t size = offsetof(struct event, u) + payload_of(EVENT_TEST);

	fill(f, EVENT_TEST);
	f->sent.kind = EVENT_TEST;
	assert_int_equal(fd_send(f->ends[0], &f->sent, size, &fd, 1), 0);
	assert_refused(f);
	assert_int_equal(fd_send(f->ends[0], &f->sent, 0, &fd, 1), 0);
	assert_refused(f);
	close(fd);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(results_arrive_as_they_were_reported),
		TEST(a_failure_arrives),
		TEST(the_largest_results_arrive),
		TEST(the_end_is_told_apart),
		TEST(messages_of_another_size_are_refused),
		TEST(other_kinds_are_refused),
		TEST(texts_end_even_if_they_did_not),
		TEST(texts_of_a_judgement_end_as_well),
		TEST(values_out_of_range_are_refused),
		TEST(so_are_those_of_a_judgement),
		TEST(descriptors_are_not_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
