#include "model/problem.h"

#include <stdlib.h>

static void free_tests(struct problem *problem)
{
	for (size_t i = 0; i < problem->test_count; i++) {
		free(problem->tests[i].name);
		free(problem->tests[i].group);
		free(problem->tests[i].validator_args);
	}
	free(problem->tests);
}

static void free_validators(struct problem *problem)
{
	for (size_t i = 0; i < problem->validator_count; i++) {
		free(problem->validators[i].name);
		free(problem->validators[i].base);
		free(problem->validators[i].files);
	}
	free(problem->validators);
}

static void free_jury(struct problem *problem)
{
	for (size_t i = 0; i < problem->jury_count; i++) {
		free(problem->jury[i].name);
		free(problem->jury[i].base);
		free(problem->jury[i].expected_error);
		free(problem->jury[i].files);
	}
	free(problem->jury);
}

void problem_free(struct problem *problem)
{
	free_tests(problem);
	free_validators(problem);
	free_jury(problem);
	*problem = (struct problem){ .test_count = 0 };
}
