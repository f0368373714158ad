#include "problem/check.h"

#include "problem/files.h"
#include "util/string.h"

#include <stdio.h>
#include <string.h>

static void path_of(const struct jury_submission *jury, char *path, size_t size)
{
	snprintf(path, size, "submissions/%s", jury->name);
}

/* Some are there to show that they are refused. */
static void check_size(const struct tree *tree, const struct problem *problem,
		       const struct jury_submission *jury, const char *path)
{
	char limit[TEXT_HUMAN_MAX];
	uint64_t size = 0;

	for (size_t i = 0; i < jury->file_count; i++)
		size += tree->files[jury->files[i]].size;
	if (problem->limits.code_bytes && size > problem->limits.code_bytes &&
	    !problem->type.submit_answer && !(jury->expected & VERDICT_BIT(VERDICT_CE)))
		check_error(tree, path, "is larger than the limit on code, %s; see limits: code in "
			    "problem.yaml", text_bytes((int64_t)problem->limits.code_bytes, limit));
}

void check_jury(const struct tree *tree, const struct problem *problem)
{
	bool has_accepted = false;
	char path[300];

	for (size_t i = 0; i < problem->jury_count; i++) {
		const struct jury_submission *jury = &problem->jury[i];

		path_of(jury, path, sizeof path);
		has_accepted |= !strncmp(jury->name, "accepted/", 9) ||
				jury->expected == VERDICT_BIT(VERDICT_AC);
		if (jury->expected_error)
			check_error(tree, path, "%s", jury->expected_error);
		check_size(tree, problem, jury, path);
	}
	if (problem->format == FORMAT_PLAIN)
		return;
	if (!has_accepted)
		check_error(tree, "submissions/accepted", "no accepted submission: nobody knows "
			    "that the problem can be solved");
	if (!problem->limits.time_is_stated && !problem->type.submit_answer)
		tree_warn(tree, "problem.yaml", 0, 0, "no time limit is stated; write what assize "
			  "verify proposes to limits: time_limit, or to .timelimit");
}
