#include "pipeline/grading.h"

#include "pipeline/run_verdict.h"
#include "util/cleanup.h"
#include "util/fd.h"
#include "util/string.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_BYTES = 256, ERROR_BYTES = 512 };

struct answer {
	char error[ERROR_BYTES];	/* the first of standard error */
	char text[ANSWER_BYTES];
	size_t size;
	bool is_cut;
};

static void keep(void *context, const char *data, size_t size)
{
	struct answer *answer = context;
	size_t room = sizeof answer->text - 1 - answer->size;

	answer->is_cut |= size > room;
	if (size > room)
		size = room;
	memcpy(answer->text + answer->size, data, size);
	answer->size += size;
	answer->text[answer->size] = '\0';
}

/* Verdicts that a grader knows: the format has no others. */
static enum verdict find_verdict(const char *code)
{
	enum verdict verdict = verdict_find(code);

	return verdict == VERDICT_CE || verdict == VERDICT_JE ? VERDICT_NONE : verdict;
}

int grading_parse(const char *text, struct score_item *ret)
{
	char code[8], *end;
	int used = 0;

	if (sscanf(text, " %7[A-Z]%n", code, &used) != 1 || used == 0)
		return -1;
	*ret = (struct score_item){ .verdict = find_verdict(code), .test = -1 };
	ret->score = strtod(text + used, &end);
	if (ret->verdict == VERDICT_NONE || end == text + used || !isfinite(ret->score))
		return -1;
	return end[strspn(end, " \t\r\n")] ? -1 : 0;
}

/* Whose verdict it is: the first that has it, so that people find the test. */
static int32_t test_of(enum verdict verdict, const struct score_item *items, size_t count)
{
	for (size_t i = 0; verdict != VERDICT_AC && i < count; i++)
		if (items[i].verdict == verdict)
			return items[i].test;
	return -1;
}

static int write_results(const struct score_item *items, size_t count, struct error *err)
{
	autostrbuf struct strbuf text = { 0 };
	int fd;

	for (size_t i = 0; i < count; i++)
		strbuf_printf(&text, "%s %.15g\n", verdict_code(items[i].verdict), items[i].score);
	fd = fd_sealed("results", text.text ? text.text : "", text.length);
	return fd < 0 ? error_system(err, "results for a grader") : fd;
}

static int run(const struct grading *g, const struct test_group *group, int input,
	       struct answer *answer, struct box_result *ret_run, struct error *err)
{
	const struct validator *program = &g->set->validator[g->problem->validator_count];
	const char *argv[PLAN_ARGUMENTS], *envp[PLAN_ENVIRONMENT];
	struct box_spec spec = {
		.argv = argv, .envp = envp, .executable = program->executable, .input = input,
		.limits = validator_limits(&g->problem->limits), .output = keep, .context = answer,
		.error_text = answer->error, .error_capacity = ERROR_BYTES - 1,
	};
	int class = validator_class(err);

	if (class < 0)
		return -1;
	if (plan_arguments(program->command, argv) < 0 ||
	    plan_more_arguments(group->grader_flags, argv, packed_count(program->command)) < 0)
		return error_usage(err, "too many arguments");
	plan_environment(program->environment, envp);
	spec.limits.memory_bytes += program->memory_extra;
	return box_run(g->boxes, (unsigned)class, &spec, ret_run, err);
}

static int grade(void *context, const struct test_group *group, const struct score_item *items,
		 size_t count, struct score_item *ret, struct error *err)
{
	const struct grading *g = context;
	const char *name = g->problem->graders[0].name;
	char line[160];
	struct answer answer = { .size = 0 };
	autoclose int input = write_results(items, count, err);
	struct box_result result;

	if (input < 0)
		return -1;
	if (run(g, group, input, &answer, &result, err) < 0)
		return error_context(err, "grader %s", name);
	if (result.stopped_by == BOX_STOPPED_STARVED)
		return run_starved(&result, "the grader", err);
	if (result.exec_errnum || result.stopped_by != BOX_ENDED || result.signal ||
	    result.exit_code) {
		answer.error[result.error_kept] = '\0';
		text_sanitise_utf8(answer.error, strcspn(answer.error, "\n"), line, sizeof line);
		return error_usage(err, "grader %s: group %s: %s%s%s", name, group->name,
				   result.stopped_by == BOX_ENDED ? "failed" : "did not end in its time",
				   result.error_kept ? ": " : "", result.error_kept ? line : "");
	}
	if (answer.is_cut || grading_parse(answer.text, ret) < 0) {
		text_sanitise_utf8(answer.text, strcspn(answer.text, "\n"), line, sizeof line);
		return error_usage(err, "grader %s: group %s: \"%s\" is not a verdict and a score",
				   name, group->name, line);
	}
	ret->test = test_of(ret->verdict, items, count);
	return 0;
}

struct grader grading_grader(struct grading *grading)
{
	return (struct grader){ grade, grading };
}
