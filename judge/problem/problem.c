#include "problem/problem.h"

#include "problem/files.h"
#include "problem/jury.h"
#include "problem/limits.h"
#include "problem/problem_yaml.h"
#include "problem/programs.h"
#include "problem/tests.h"
#include "util/cleanup.h"

#include <stdio.h>
#include <string.h>

/* Folders that change verdicts: to pass over them would be to judge another problem. */
static int refuse_folders(const struct tree *tree, struct error *err)
{
	static const char *const folders[] = { "include/", "static_validator/" };

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++)
		if (tree_find_prefix(tree, folders[i]) >= 0)
			return tree_error(tree, folders[i], 0, 0, err, "is not supported yet");
	return 0;
}

static int read_parts(const struct tree *tree, const struct problem_yaml *yaml,
		      struct problem *problem, struct error *err)
{
	if (domjudge_read(tree, problem, err) < 0 ||
	    tests_read(tree, yaml->validator_flags, problem, err) < 0)
		return -1;
	if (problem->format != FORMAT_PLAIN &&
	    (refuse_folders(tree, err) < 0 || validators_read(tree, yaml, problem, err) < 0))
		return -1;
	return jury_read(tree, problem, err);
}

int problem_read(const struct tree *tree, struct problem *ret, struct error *err)
{
	struct problem_yaml yaml;
	struct problem *problem = &yaml.problem;

	if (problem_yaml_read(tree, &yaml, err) < 0)
		return -1;
	snprintf(problem->checker, sizeof problem->checker, "default");
	if (read_parts(tree, &yaml, problem, err) < 0) {
		problem_free(problem);
		return -1;
	}
	*ret = *problem;
	return 0;
}

/* ---- What cannot be judged yet ------------------------------------------------------------ */

static int unsupported(const struct tree *tree, const char *path, const char *what,
		       struct error *err)
{
	return tree_error(tree, path, 0, 0, err, "%s is not supported yet", what);
}

int problem_unsupported(const struct tree *tree, const struct problem *problem,
			struct error *err)
{
	static const char yaml[] = "problem.yaml";

	if (problem->type.scoring)
		return unsupported(tree, yaml, "type: scoring", err);
	if (problem->type.submit_answer)
		return unsupported(tree, yaml, "type: submit-answer", err);
	if (problem->constant_count)
		return unsupported(tree, yaml, "constants", err);
	return 0;
}

int problem_load(const struct tree *tree, struct problem *ret, struct error *err)
{
	struct problem problem;

	if (problem_read(tree, &problem, err) < 0)
		return -1;
	if (problem_unsupported(tree, &problem, err) < 0) {
		problem_free(&problem);
		return -1;
	}
	*ret = problem;
	return 0;
}
