#include "problem/problem.h"

#include "problem/assize_yaml.h"
#include "problem/files.h"
#include "problem/jury.h"
#include "problem/limits.h"
#include "problem/problem_yaml.h"
#include "problem/programs.h"
#include "problem/tests.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Whether a part's reader failed; an error that is kept, for who checks, is none. */
static bool failed(const struct tree *tree, int result, struct error *err)
{
	return result < 0 && !tree_keep(tree, err);
}

static int read_programs(const struct tree *tree, const struct problem_yaml *yaml,
			 struct problem *problem, struct error *err)
{
	if (problem->format == FORMAT_PLAIN)
		return 0;
	return failed(tree, validators_read(tree, yaml, problem, err), err) ||
	       failed(tree, graders_read(tree, problem, err), err) ||
	       failed(tree, static_validator_read(tree, problem, err), err) ||
	       failed(tree, includes_read(tree, problem, err), err) ? -1 : 0;
}

static int read_parts(const struct tree *tree, struct problem_yaml *yaml,
		      struct problem *problem, struct error *err)
{
	struct assize_yaml ours = { .protocol = PROTOCOL_ICPC };
	char *flags = yaml->validator_flags;
	int result;

	if (failed(tree, domjudge_read(tree, problem, err), err) ||
	    read_programs(tree, yaml, problem, err) < 0 ||
	    failed(tree, assize_yaml_read(tree, &ours, err), err))
		return -1;
	result = failed(tree, assize_yaml_apply(tree, &ours, problem, flags, err), err) ||
		 failed(tree, tests_read(tree, yaml->strict, flags, problem, err), err) ||
		 failed(tree, assize_yaml_apply_feedback(tree, &ours, problem, err), err) ||
		 failed(tree, jury_read(tree, problem, err), err) ? -1 : 0;
	assize_yaml_free(&ours);
	return result;
}

int problem_load(const struct tree *tree, struct problem *ret, struct error *err)
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
