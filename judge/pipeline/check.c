#include "pipeline/check.h"

#include "checker/checker.h"
#include "checker/protocol.h"
#include "util/fd.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static int map_answer(struct check *check, const struct tree_file *file, struct error *err)
{
	void *bytes;

	check->answer = "";
	check->answer_size = (size_t)file->size;
	if (file->size == 0)
		return 0;
	bytes = mmap(NULL, check->answer_size, PROT_READ, MAP_PRIVATE, file->fd, 0);
	if (bytes == MAP_FAILED) {
		check->answer_size = 0;
		return error_system(err, "cannot map %s", file->path);
	}
	check->answer = bytes;
	return 0;
}

/* Built-in checkers obey the rules of external ones; theirs is the only pass that there is. */
static bool is_scored(const struct problem *problem, const struct test_case *test)
{
	return check_rules_of(problem, test, 1).scored;
}

int check_begin(struct check *check, const struct tree *tree, const struct problem *problem,
		const struct test_case *test, const struct validator_set *validators,
		struct error *err)
{
	const struct comparer *comparer = checker_find(problem->checker);

	*check = (struct check){ .tree = tree, .test = test, .validators = validators,
				 .output = -1 };
	if (problem->validator_count) {
		check->output = memfd_create("output", MFD_CLOEXEC | MFD_ALLOW_SEALING);
		return check->output < 0 ? error_system(err, "cannot hold the output") : 0;
	}
	if (!comparer) {
		checker_unknown(problem->checker, err);
		return error_context(err, "%s", tree->origin);
	}
	if (comparer->scores == SCORES_POINTS && !is_scored(problem, test))
		return error_usage(err, "%s: checker %s gives points, but here only right or wrong "
				   "counts", tree->origin, comparer->name);
	if (map_answer(check, &tree->files[test->answer], err) < 0)
		return -1;
	if (comparer->open(test->validator_args, check->answer, check->answer_size,
			   &check->comparison, err) < 0) {
		check_free(check);
		return error_context(err, "%s: checker %s", tree->origin, comparer->name);
	}
	return 0;
}

void check_feed(void *context, const char *data, size_t size)
{
	struct check *check = context;

	if (check->comparison)
		comparison_feed(check->comparison, data, size);
	else if (!check->write_errnum && fd_write_all(check->output, data, size) < 0)
		check->write_errnum = errno;
}

/* Where scores are, a part of one is accepted; where all or nothing counts, a part is not all. */
static void take_score(const struct comparer *comparer, bool scored,
		       struct comparison_result *compared, struct test_result *result)
{
	if (comparer->scores == SCORES_NONE)
		return;
	if (!scored) {
		compared->accepted = compared->score >= 1;
		return;
	}
	compared->accepted |= compared->score > 0;
	if (compared->accepted && comparer->scores == SCORES_POINTS)
		result->points = compared->score;
	else if (compared->accepted)
		result->multiplier = compared->score;
}

int check_end(struct check *check, const struct problem *problem, struct box_set *boxes,
	      struct test_result *result, struct error *err)
{
	struct comparison_result compared;

	if (!check->comparison) {
		/* Nobody may change any more what was written, the validator least of all. */
		if (!check->write_errnum && fd_seal(check->output) < 0)
			check->write_errnum = errno;
		if (check->write_errnum)
			return error_set(err, ERROR_SYSTEM, check->write_errnum,
					 "cannot hold the output");
		return validators_run(check->validators, check->tree, problem, check->test,
				      check->output, boxes, result, err);
	}
	comparison_finish(check->comparison, &compared);
	if (compared.package_fault)
		return error_usage(err, "%s: %s", check->tree->files[check->test->answer].path,
				   compared.reason);
	take_score(check->comparison->comparer, is_scored(problem, check->test), &compared, result);
	if (!compared.accepted) {
		result->verdict = VERDICT_WA;
		snprintf(result->reason, sizeof result->reason, "%s", compared.reason);
		snprintf(result->difference, sizeof result->difference, "%s", compared.difference);
	} else if (compared.reason[0]) {
		snprintf(result->message, sizeof result->message, "%s", compared.reason);
	}
	return 0;
}

void check_free(struct check *check)
{
	comparison_close(check->comparison);
	if (check->answer_size)
		munmap((void *)(uintptr_t)check->answer, check->answer_size);
	if (check->output >= 0)
		close(check->output);
	*check = (struct check){ .output = -1 };
}
