#include "model/problem.h"

#include <stdlib.h>

static void free_groups(struct problem *problem)
{
	for (size_t i = 0; i < problem->group_count; i++) {
		free(problem->groups[i].name);
		free(problem->groups[i].grader_flags);
		free(problem->groups[i].require_pass);
	}
	free(problem->groups);
}

static void free_tests(struct problem *problem)
{
	for (size_t i = 0; i < problem->test_count; i++) {
		free(problem->tests[i].name);
		free(problem->tests[i].validator_args);
		free(problem->tests[i].program_args);
		free(problem->tests[i].files);
		free(problem->tests[i].files_base);
	}
	free(problem->tests);
}

static void free_programs(struct program *programs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(programs[i].name);
		free(programs[i].base);
		free(programs[i].files);
	}
	free(programs);
}

static void free_includes(struct problem *problem)
{
	for (size_t i = 0; i < problem->include_count; i++) {
		free(problem->includes[i].language);
		free(problem->includes[i].base);
		free(problem->includes[i].files);
	}
	free(problem->includes);
}

static void free_constants(struct problem *problem)
{
	for (size_t i = 0; i < problem->constant_count; i++) {
		free(problem->constants[i].name);
		free(problem->constants[i].value);
	}
	free(problem->constants);
}

static void free_jury(struct problem *problem)
{
	for (size_t i = 0; i < problem->jury_count; i++) {
		struct jury_submission *jury = &problem->jury[i];

		for (size_t k = 0; k < jury->rule_count; k++) {
			free(jury->rules[k].path);
			free(jury->rules[k].message);
		}
		free(jury->rules);
		free(jury->name);
		free(jury->base);
		free(jury->expected_error);
		free(jury->language);
		free(jury->entry_point);
		free(jury->files);
	}
	free(problem->jury);
}

void problem_free(struct problem *problem)
{
	free_groups(problem);
	free_tests(problem);
	free_programs(problem->validators, problem->validator_count);
	free_programs(problem->graders, problem->grader_count);
	free_programs(problem->static_validator, problem->static_validator_count);
	free_includes(problem);
	free_constants(problem);
	free_jury(problem);
	*problem = (struct problem){ .test_count = 0 };
}
