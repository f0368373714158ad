#include "cmd/verify.h"

#include "report/jury_check.h"
#include "util/cleanup.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static struct verify_line line_of(const struct jury_item *item)
{
	return (struct verify_line){
		.package = item->package->problem.name,
		.submission = item->jury->name,
		.language = item->profile->id,
		.expected = item->jury->expected,
		.scoring = item->package->problem.type.scoring,
		.reason = "", .slowest = "", .warning = "",
	};
}

static bool any_scores(const struct jury_list *list)
{
	for (size_t i = 0; i < list->package_count; i++)
		if (list->packages[i].problem.type.scoring)
			return true;
	return false;
}

static const char *longest_test(const struct problem *problem)
{
	const char *longest = "";

	for (size_t i = 0; i < problem->test_count; i++)
		if (strlen(problem->tests[i].name) > strlen(longest))
			longest = problem->tests[i].name;
	return longest;
}

void verify_output_start(struct verify_output *output, const struct jury_list *list, bool json,
			 FILE *junit_file)
{
	*output = (struct verify_output){ .json = json, .junit_file = junit_file };
	if (json)
		return;
	verify_table_init(&output->table, terminal_of(stdout), any_scores(list));
	for (size_t i = 0; i < list->count; i++) {
		struct verify_line line = line_of(&list->items[i]);

		line.slowest = longest_test(&list->items[i].package->problem);
		verify_table_measure(&output->table, &line);
	}
	verify_table_start(&output->table);
}

/* Whether all is as the package says; if the verdict is and a rule is not, reason says which. */
static bool is_as_expected(const struct verify_outcome *o, char *reason, size_t size)
{
	const struct problem *problem = &o->item->package->problem;
	char why[REASON_BYTES];

	if (o->failure)
		return false;
	/* Workers stop at the first test that fails: what is said of later ones is not known. */
	if (!o->full && jury_needs_full(o->item->jury))
		return (o->item->jury->expected & VERDICT_BIT(o->judgement->verdict)) != 0;
	if (jury_check(problem, o->item->jury, o->judgement, o->tests, o->test_count, why,
		       sizeof why) &&
	    jury_check_scores(problem, o->item->jury, o->tests, o->test_count, o->groups,
			      o->group_count, why, sizeof why))
		return true;
	/* A verdict that is not expected stands in its column, and the reason tells more. */
	if (o->item->jury->expected & VERDICT_BIT(o->judgement->verdict))
		snprintf(reason, size, "%s", why);
	return false;
}

static void put_reason(const struct verify_outcome *o, char *reason, size_t size)
{
	const struct problem *problem = &o->item->package->problem;
	int32_t first_failed = o->judgement->first_failed;

	if (o->failure)
		snprintf(reason, size, "%s", o->failure);
	else if (first_failed < 0 || (size_t)first_failed >= problem->test_count)
		snprintf(reason, size, "%s", o->judgement->reason);
	else
		snprintf(reason, size, "%s: %s", problem->tests[first_failed].name,
			 o->judgement->reason);
}

static const char *slowest_test(const struct verify_outcome *o)
{
	const struct problem *problem = &o->item->package->problem;
	const struct test_result *slowest = NULL;

	for (size_t i = 0; i < o->test_count; i++)
		if (!slowest || o->tests[i].cpu_ns > slowest->cpu_ns)
			slowest = &o->tests[i];
	return slowest && slowest->index < problem->test_count ?
	       problem->tests[slowest->index].name : "";
}

/* The warning is about what was measured, the rest about what the limit makes of it. */
static bool warn(const struct verify_outcome *o, char *warning, size_t size)
{
	const struct time_margin margin = {
		.problem = &o->item->package->problem, .jury = o->item->jury,
		.tests = o->tests, .count = o->test_count,
		.limit_ns = o->limit_ns, .judged_ns = o->judged_ns,
	};

	warning[0] = '\0';
	return !o->failure && o->limit_ns > 0 && time_limit_warning(&margin, warning, size);
}

static void add_junit(struct verify_output *output, const struct verify_line *line)
{
	char expected[64], message[2 * REASON_BYTES + 128];
	const struct junit_case one = {
		.suite = line->package, .name = line->submission, .class = line->package,
		.outcome = line->ok ? JUNIT_PASSED :
			   line->verdict == VERDICT_JE ? JUNIT_ERROR : JUNIT_FAILED,
		.message = message, .output = line->warning, .time_ns = line->cpu_ns,
	};

	snprintf(message, sizeof message, "%s, expected %s%s%s", verdict_code(line->verdict),
		 verdict_set_text(line->expected, expected, sizeof expected),
		 *line->reason ? ": " : "", line->reason);
	if (output->junit_file)
		junit_add(&output->junit, &one);
}

static void print(struct verify_output *output, const struct verify_line *line)
{
	output->unexpected += !line->ok;
	output->failed += line->verdict == VERDICT_JE;
	output->warning_count += *line->warning != '\0';
	if (*line->warning)
		strbuf_printf(&output->warnings, "%s: %s: %s\n", line->package, line->submission,
			      line->warning);
	add_junit(output, line);
	if (output->json)
		verify_json_line(line, stdout);
	else
		verify_table_add(&output->table, line);
	fflush(stdout);
}

void verify_output_add(struct verify_output *output, const struct verify_outcome *outcome)
{
	struct verify_outcome o = *outcome;
	struct verify_line line = line_of(o.item);
	char reason[2 * REASON_BYTES], warning[REASON_BYTES];

	warn(&o, warning, sizeof warning);
	if (o.judged_ns > o.limit_ns && !o.item->package->problem.type.scoring)
		time_limit_apply(o.limit_ns, o.full, o.tests, &o.test_count, o.judgement);
	put_reason(&o, reason, sizeof reason);
	line.ok = is_as_expected(&o, reason, sizeof reason);
	line.verdict = o.failure ? VERDICT_JE : o.judgement->verdict;
	line.reason = reason;
	line.warning = warning;
	if (!o.failure) {
		line.cpu_ns = o.judgement->cpu_ns;
		line.memory_bytes = o.judgement->memory_bytes;
		line.score = o.judgement->score;
		line.slowest = slowest_test(&o);
		line.limit_ns = o.limit_ns;
	}
	print(output, &line);
}

void verify_output_limit(struct verify_output *output, const struct verify_limit *limit)
{
	if (output->json)
		verify_limit_json(limit, stdout);
	else
		verify_limit_text(limit, stdout);
	output->warning_count += limit->derived.state == TIME_LIMIT_IMPOSSIBLE;
}

int verify_output_end(struct verify_output *output, struct error *err)
{
	int status = output->failed ? 3 : output->unexpected ? 1 : 0;

	if (!output->json) {
		if (output->warnings.length)
			printf("%s", output->warnings.text);
		verify_table_end(&output->table, output->warning_count);
	}
	if (output->junit_file) {
		/* A pipe has nothing to be cut. */
		if (ftruncate(fileno(output->junit_file), 0) < 0 && errno != EINVAL)
			status = error_system(err, "cannot write the JUnit file");
		junit_write(&output->junit, output->junit_file);
		if (ferror(output->junit_file))
			status = error_set(err, ERROR_SYSTEM, errno, "cannot write the JUnit file");
	}
	junit_free(&output->junit);
	strbuf_free(&output->warnings);
	return status;
}
