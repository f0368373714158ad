#include "suite.h"

#include <stdio.h>
#include <string.h>

/* The text that is expected, where "{}" stands for the test's name. */
static const char *fill_in(const char *text, const char *test, char *filled, size_t size)
{
	const char *hole = strstr(text, "{}");

	if (!hole)
		return text;
	snprintf(filled, size, "%.*s%s%s", (int)(hole - text), text, test, hole + 2);
	return filled;
}

/* Whatever a program does, what people are told of it is one clean line. */
static void check_text(const char *reason, struct strbuf *faults)
{
	char clean[sizeof ((struct judging *)0)->reason];

	text_sanitise_utf8(reason, strlen(reason), clean, sizeof clean);
	if (strcmp(clean, reason) != 0 || strchr(reason, '\n'))
		strbuf_printf(faults, "the reason is not one line of plain text\n");
}

static void compare_verdict(const struct abuse_case *c, const char *test, enum verdict verdict,
			    const char *reason, struct strbuf *faults)
{
	char expected[128], filled[256];

	if (!(c->expected & VERDICT_BIT(verdict)))
		strbuf_printf(faults, "%s: expected %s, got %s: %s\n", test,
			      verdict_set_text(c->expected, expected, sizeof expected),
			      verdict_code(verdict), reason);
	check_text(reason, faults);
	for (unsigned i = 0; i < c->reasons.count; i++) {
		const char *text = fill_in(c->reasons.text[i], test, filled, sizeof filled);

		if (!strstr(reason, text))
			strbuf_printf(faults, "%s: the reason lacks \"%s\": %s\n", test, text, reason);
	}
}

static void compare_tests(const struct abuse_case *c, const struct judging *judging,
			  struct strbuf *faults)
{
	if (judging->verdict == VERDICT_JE || judging->verdict == VERDICT_CE) {
		compare_verdict(c, "all", judging->verdict, judging->reason, faults);
		return;
	}
	for (unsigned i = 0; i < judging->test_count && i < c->test_count; i++)
		compare_verdict(c, c->tests[i], judging->test[i].verdict, judging->test[i].reason,
				faults);
	if (judging->test_count != c->test_count)
		strbuf_printf(faults, "%u of %u tests were judged\n", judging->test_count,
			      c->test_count);
}

static void compare_messages(const struct abuse_case *c, const struct judging *judging,
			     struct strbuf *faults)
{
	for (unsigned i = 0; i < c->messages.count; i++)
		if (!strstr(judging->output, c->messages.text[i]))
			strbuf_printf(faults, "the message lacks \"%s\"\n", c->messages.text[i]);
	for (unsigned i = 0; i < c->not_messages.count; i++)
		if (strstr(judging->output, c->not_messages.text[i]))
			strbuf_printf(faults, "the message has \"%s\"\n", c->not_messages.text[i]);
}

static void compare_duration(const char *what, const struct range *range, int64_t value,
			     double slow, struct strbuf *faults)
{
	int64_t high = (int64_t)((double)range->high * slow);
	/* What a slow machine does before it begins to count may be a good part of a short time. */
	int64_t low = slow > 1 ? range->low * 3 / 4 : range->low;
	char low_text[TEXT_HUMAN_MAX], high_text[TEXT_HUMAN_MAX], text[TEXT_HUMAN_MAX];

	if (range->is_set && (value < low || value > high))
		strbuf_printf(faults, "%s is %s, not within %s to %s\n", what,
			      text_duration(value, text), text_duration(low, low_text),
			      text_duration(high, high_text));
}

static void compare_memory(const struct abuse_case *c, const struct judging *judging,
			   struct strbuf *faults)
{
	int64_t value = (int64_t)judging->memory_bytes;
	char low[TEXT_HUMAN_MAX], high[TEXT_HUMAN_MAX], text[TEXT_HUMAN_MAX];

	/* Where the kernel cannot reset the peak, it is that of the largest process alone. */
	if (!c->memory.is_set || judging->is_estimated)
		return;
	if (value < c->memory.low || value > c->memory.high)
		strbuf_printf(faults, "the memory peak is %s, not within %s to %s\n",
			      text_bytes(value, text), text_bytes(c->memory.low, low),
			      text_bytes(c->memory.high, high));
}

void expect_compare(const struct abuse_case *c, const struct judging *judging, double slow,
		    struct strbuf *faults)
{
	/* A case that ends with its compiling is about that. */
	bool is_run = judging->compiled_ns && judging->verdict != VERDICT_CE;
	int64_t since = is_run ? judging->compiled_ns : judging->started_ns;
	int64_t limit = (int64_t)((double)c->run_time_ns * slow);

	compare_tests(c, judging, faults);
	compare_messages(c, judging, faults);
	compare_duration("the CPU time", &c->cpu, judging->cpu_ns, slow, faults);
	compare_duration("the wall time", &c->wall, judging->wall_ns, slow, faults);
	compare_memory(c, judging, faults);
	if (judging->is_unclean)
		strbuf_printf(faults, "a text is not fit to be shown: control characters, or no "
			      "UTF-8\n");
	if (c->run_time_ns && judging->over_ns - since > limit)
		strbuf_printf(faults, "the verdict took %lld ms, more than %lld\n",
			      (long long)((judging->over_ns - since) / 1000000),
			      (long long)(limit / 1000000));
}
