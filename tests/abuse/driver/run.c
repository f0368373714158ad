#include "suite.h"

#include "util/cleanup.h"

#include <stdio.h>
#include <string.h>

enum { MAIN, BESIDE };

static void note_judging(const char *name, const struct judging *j)
{
	char cpu[TEXT_HUMAN_MAX], wall[TEXT_HUMAN_MAX], memory[TEXT_HUMAN_MAX],
		took[TEXT_HUMAN_MAX];
	int64_t since = j->compiled_ns ? j->compiled_ns : j->started_ns;

	tap_note("%s: %s \"%s\", CPU %s, wall %s, memory %s%s, verdict after %s", name,
		 verdict_code(j->verdict), j->reason, text_duration(j->cpu_ns, cpu),
		 text_duration(j->wall_ns, wall), text_bytes((int64_t)j->memory_bytes, memory),
		 j->is_estimated ? " (estimated)" : "", text_duration(j->over_ns - since, took));
}

/* What a failed case printed is what came through, or the compiler's complaint. */
static void note_output(const struct judging *j)
{
	char text[1024];

	text_sanitise_utf8(j->output, strlen(j->output), text, sizeof text);
	if (text[0])
		tap_note("it said:\n%s", text);
}

/* The one beside was running before, and must still be: else the two did not meet. */
static int start_beside(struct suite *suite, const struct abuse_case *c, struct work *work,
			struct error *err)
{
	if (work_prepare(&suite->places, &suite->languages, c, suite->slow, work, err) < 0 ||
	    judge_start(suite, BESIDE, work, err) < 0)
		return -1;
	return judge_await_compiled(suite, BESIDE, err);
}

static int end_beside(struct suite *suite, const struct abuse_case *c, struct strbuf *faults,
		      struct error *err)
{
	if (suite->judging[BESIDE].over_ns)
		strbuf_printf(faults, "%s was over before it was met\n", c->name);
	if (judge_await(suite, BESIDE, err) < 0)
		return -1;
	expect_compare(c, &suite->judging[BESIDE], suite->slow, faults);
	return 0;
}

static int judge_case(struct suite *suite, const struct abuse_case *c, const struct work *work,
		      struct strbuf *faults, struct error *err)
{
	for (unsigned i = 0; i < c->repeat && !faults->length; i++) {
		if (judge_start(suite, MAIN, work, err) < 0 || judge_await(suite, MAIN, err) < 0)
			return -1;
		expect_compare(c, &suite->judging[MAIN], suite->slow, faults);
		if (faults->length && i)
			strbuf_printf(faults, "at repetition %u\n", i + 1);
	}
	return 0;
}

/* The case itself, and the one beside it. */
static int judge_both(struct suite *suite, const struct abuse_case *c,
		      const struct abuse_case *beside, const struct work *work,
		      struct strbuf *faults, struct error *err)
{
	struct work other = { .tree.count = 0 };
	int result = 0;

	if (beside)
		result = start_beside(suite, beside, &other, err);
	if (result == 0)
		result = judge_case(suite, c, work, faults, err);
	if (result == 0 && beside)
		result = end_beside(suite, beside, faults, err);
	work_free(&other);
	return result;
}

static void report_case(struct suite *suite, const struct abuse_case *c,
			const struct abuse_case *beside, const struct strbuf *faults)
{
	char expected[128];

	tap_result(suite, !faults->length, c->name,
		   verdict_set_text(c->expected, expected, sizeof expected));
	tap_notes(faults->text);
	if (beside)
		note_judging(beside->name, &suite->judging[BESIDE]);
	note_judging(c->name, &suite->judging[MAIN]);
	if (faults->length) {
		tap_note("%s", c->title);
		note_output(&suite->judging[MAIN]);
		if (beside)
			note_output(&suite->judging[BESIDE]);
	}
}

/* The submission never comes to a slot: what can be said is whether that was expected. */
static int report_refusal(struct suite *suite, const struct abuse_case *c, const struct error *err)
{
	char text[1200];
	bool ok = c->refused[0] && strstr(error_text(err, text, sizeof text), c->refused);

	tap_result(suite, ok, c->name, "refused");
	tap_note("%s", text);
	return 0;
}

static int report_host(struct suite *suite, const struct abuse_case *c, const struct work *work,
		       bool both, struct error *err)
{
	autostrbuf struct strbuf faults = { 0 };

	if (check_host(suite, &work->profile, both ? SLOTS : 1, work, &faults, err) < 0)
		return -1;
	tap_result(suite, !faults.length, c->name, "the host is as before");
	tap_notes(faults.text);
	return 0;
}

int run_case(struct suite *suite, const struct abuse_case *c, struct error *err)
{
	const struct abuse_case *beside = c->beside[0] ? case_find(&suite->list, c->beside) : NULL;
	autostrbuf struct strbuf faults = { 0 };
	struct work work;
	int result;

	if (work_prepare(&suite->places, &suite->languages, c, suite->slow, &work, err) < 0)
		return err->kind == ERROR_USAGE ? report_refusal(suite, c, err) : -1;
	if (c->refused[0])
		strbuf_printf(&faults, "the submission was not refused\n");
	result = judge_both(suite, c, beside, &work, &faults, err);
	if (result == 0) {
		report_case(suite, c, beside, &faults);
		result = report_host(suite, c, &work, beside != NULL, err);
	}
	work_free(&work);
	return result;
}
