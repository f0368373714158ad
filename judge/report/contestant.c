#include "report/contestant.h"

#include "report/table.h"
#include "report/text.h"
#include "util/cleanup.h"

#include <stdlib.h>
#include <string.h>

/* ---- JSON ------------------------------------------------------------------------------------ */

static json_t *told_ms(bool told, int64_t ns)
{
	return told ? json_ms(ns) : json_null();
}

static json_t *told_kib(bool told, uint64_t bytes)
{
	return told ? json_integer((json_int_t)(bytes / 1024)) : json_null();
}

static json_t *told_test(const struct problem *problem, const struct test_result *test)
{
	const struct test_case *of = &problem->tests[test->index];
	enum feedback policy = feedback_of(problem, of);
	bool counters = policy >= FEEDBACK_MESSAGE;
	json_t *object = json_object();

	json_put(object, "name", json_text(of->name, strlen(of->name)));
	json_put(object, "verdict", json_text_or_null(verdict_code(test->verdict)));
	json_put(object, "reason", json_chars(test->reason));
	json_put(object, "message", json_chars(test->team_message));
	json_put(object, "cpu_ms", told_ms(counters, test->cpu_ns));
	json_put(object, "memory_kib", told_kib(counters, test->memory_bytes));
	if (policy == FEEDBACK_FULL)
		json_put(object, "judge_message", json_chars(test->message));
	return object;
}

static json_t *told_compile(const struct compile_result *compile)
{
	json_t *object;
	size_t size;

	if (!compile)
		return json_null();
	object = json_object();
	size = compile->output_bytes;
	json_put(object, "verdict", json_text_or_null(verdict_code(compile->verdict)));
	json_put(object, "output",
		 json_text(compile->output,
			   size < COMPILE_OUTPUT_BYTES ? size : COMPILE_OUTPUT_BYTES));
	return object;
}

static json_t *told_groups(const struct problem *problem, const struct feedback_view *view)
{
	json_t *array = json_array();

	for (size_t i = 0; i < view->group_count; i++) {
		const char *name = problem->groups[view->groups[i].index].name;
		json_t *object = json_object();

		json_put(object, "name", json_text(name, strlen(name)));
		json_put(object, "verdict",
			 json_text_or_null(verdict_code(view->groups[i].verdict)));
		json_put(object, "score", json_number(view->groups[i].score));
		json_add(array, object);
	}
	return array;
}

json_t *feedback_object(const struct problem *problem, const struct feedback_view *view)
{
	const struct judgement *judgement = &view->judgement;
	bool verdict = judgement->verdict != VERDICT_NONE;
	bool counters = view->policy >= FEEDBACK_MESSAGE;
	json_t *object = json_object(), *tests = json_array();

	json_put(object, "feedback", json_string(feedback_name(view->policy)));
	json_put(object, "verdict", json_text_or_null(verdict_code(judgement->verdict)));
	json_put(object, "score", verdict ? json_number(judgement->score) : json_null());
	json_put(object, "reason", json_chars(judgement->reason));
	json_put(object, "cpu_ms", told_ms(counters, judgement->cpu_ns));
	json_put(object, "memory_kib", told_kib(counters, judgement->memory_bytes));
	json_put(object, "compile", told_compile(view->compile));
	for (size_t i = 0; i < view->test_count; i++)
		json_add(tests, told_test(problem, &view->tests[i]));
	json_put(object, "tests", tests);
	json_put(object, "groups", told_groups(problem, view));
	return object;
}

static void print_json(const struct contestant_reporter *contestant,
		       const struct feedback_view *view)
{
	autojson json_t *line = json_object(), *told = feedback_object(contestant->problem, view);

	json_put(line, "problem", json_chars(contestant->problem->name));
	json_put(line, "language", json_chars(contestant->submission->language));
	if (json_object_update(line, told) < 0)
		abort();
	json_line(line, contestant->out.file);
}

/* ---- Text ------------------------------------------------------------------------------------ */

static void print_tests(const struct contestant_reporter *contestant,
			const struct feedback_view *view)
{
	static const struct table_column columns[] = {
		{ "test", 0, false }, { "verdict", 0, false }, { "reason", 0, false },
	};
	struct table table;

	table_init(&table, contestant->out, columns, ARRAY_SIZE(columns));
	table.indent = "  ";
	for (size_t i = 0; i < view->test_count; i++)
		table_measure(&table, 0, contestant->problem->tests[view->tests[i].index].name);
	if (view->test_count > 0)
		table_header(&table);
	for (size_t i = 0; i < view->test_count; i++) {
		const struct test_result *test = &view->tests[i];

		table_row(&table, (struct table_cell[]){
			{ contestant->problem->tests[test->index].name, COLOUR_NONE },
			{ verdict_code(test->verdict), table_verdict_colour(test->verdict) },
			{ test->reason, COLOUR_NONE },
		});
		text_print_lines(table.out.file, "    | ", test->team_message,
				 strlen(test->team_message), SIZE_MAX);
		text_print_lines(table.out.file, "    > ", test->message, strlen(test->message),
				 SIZE_MAX);
	}
}

static void print_groups(const struct contestant_reporter *contestant,
			 const struct feedback_view *view)
{
	static const struct table_column columns[] = {
		{ "group", 0, false }, { "verdict", 0, false },
		{ "score", TABLE_SCORE_WIDTH, true }, { "", 0, false },
	};
	const struct problem *problem = contestant->problem;
	struct table table;
	bool headed = false;

	table_init(&table, contestant->out, columns, ARRAY_SIZE(columns));
	table.indent = "  ";
	for (size_t i = 0; i < view->group_count; i++)
		table_measure(&table, 0, problem->groups[view->groups[i].index].name);
	for (size_t i = 0; i < view->group_count; i++) {
		const struct group_result *group = &view->groups[i];
		char score[TABLE_CELL_MAX];

		if (group->index == 0)
			continue;	/* the submission's own line says it */
		if (!headed)
			table_header(&table);
		headed = true;
		table_row(&table, (struct table_cell[]){
			{ problem->groups[group->index].name, COLOUR_NONE },
			{ verdict_code(group->verdict), table_verdict_colour(group->verdict) },
			{ table_score(group->score, score), COLOUR_NONE },
			{ "", COLOUR_NONE },
		});
	}
}

/* "WA: wrong answer on secret/03: line 1: got 5; score 40" */
static void print_verdict(const struct contestant_reporter *contestant,
			  const struct feedback_view *view)
{
	const struct judgement *judgement = &view->judgement;
	const struct terminal *out = &contestant->out;
	enum colour colour = table_verdict_colour(judgement->verdict);
	char score[TABLE_CELL_MAX];

	if (judgement->verdict == VERDICT_NONE) {
		fprintf(out->file, "judged; this problem tells no verdict\n");
		return;
	}
	fprintf(out->file, "%s%s%s: %s", terminal_colour(out, colour),
		verdict_code(judgement->verdict), terminal_plain(out, colour),
		verdict_words(judgement->verdict));
	if (judgement->first_failed >= 0)
		fprintf(out->file, " on %s",
			contestant->problem->tests[judgement->first_failed].name);
	if (*judgement->reason)
		fprintf(out->file, ": %s", judgement->reason);
	if (contestant->problem->type.scoring && judgement->verdict != VERDICT_CE)
		fprintf(out->file, "; score %s", table_score(judgement->score, score));
	fprintf(out->file, "\n");
}

static void print_text(const struct contestant_reporter *contestant,
		       const struct feedback_view *view)
{
	FILE *out = contestant->out.file;
	const struct compile_result *compile = view->compile;
	const struct judgement *judgement = &view->judgement;

	if (compile && compile->verdict == VERDICT_CE)
		text_print_lines(out, "", compile->output,
				 strnlen(compile->output, COMPILE_OUTPUT_BYTES), SIZE_MAX);
	print_tests(contestant, view);
	print_groups(contestant, view);
	if (judgement->kept_error_bytes > 0) {
		fprintf(out, "standard error of the first test not accepted:\n");
		text_print_lines(out, "    | ", judgement->kept_error, judgement->kept_error_bytes,
				 SIZE_MAX);
	}
	print_verdict(contestant, view);
	fflush(out);
}

/* ---- The reporter ---------------------------------------------------------------------------- */

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	const struct contestant_reporter *contestant = (struct contestant_reporter *)reporter;
	const struct collection *collected = &contestant->collected;
	const struct feedback_facts facts = {
		.problem = contestant->problem, .compile = collected->compile,
		.tests = collected->tests, .test_count = collected->test_count,
		.groups = collected->groups, .group_count = collected->group_count,
		.judgement = judgement,
	};
	struct feedback_view view;

	feedback_make(&facts, &view);
	if (contestant->json)
		print_json(contestant, &view);
	else
		print_text(contestant, &view);
	feedback_free(&view);
}

void contestant_reporter_init(struct contestant_reporter *contestant, struct terminal out,
			      bool json, const struct problem *problem,
			      const struct submission *submission)
{
	*contestant = (struct contestant_reporter){
		.out = out, .json = json, .problem = problem, .submission = submission,
	};
	collection_init(&contestant->collected, problem);
	contestant->collected.reporter.on_done = on_done;
}

void contestant_reporter_free(struct contestant_reporter *contestant)
{
	collection_free(&contestant->collected);
}
