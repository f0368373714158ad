/*
 * Building validators: C and C++ become static programs, scripts are copied as they are.
 */
#include "pipeline/build.h"
#include "pipeline/execute.h"
#include "pipeline/validator.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/string.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const compilers[][2] = {
	[PROGRAM_C] = { "gcc", "-std=gnu17" },
	[PROGRAM_CPP] = { "g++", "-std=gnu++20" },
};

struct validator_set validator_set_empty(void)
{
	struct validator_set set = { .files = artifact_empty() };

	for (size_t i = 0; i < VALIDATORS_MAX; i++)
		set.validator[i].executable = -1;
	return set;
}

void validator_set_free(struct validator_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->validator[i].executable >= 0)
			close(set->validator[i].executable);
	artifact_free(&set->files);
	*set = validator_set_empty();
}

static bool is_source(const char *name)
{
	static const char *const extensions[] = { ".c", ".cc", ".cpp", ".cxx", ".c++" };
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < ARRAY_SIZE(extensions); i++)
		if (!strcmp(dot, extensions[i]))
			return true;
	return false;
}

static const char *relative(const struct tree *tree, const struct program *program, size_t i)
{
	return tree->files[program->files[i]].path + strlen(program->base);
}

static int compile_program(const struct tree *tree, const struct program *program,
			   struct box_set *boxes, int *ret_executable, struct error *err)
{
	const char *argv[PLAN_ARGUMENTS] = { compilers[program->language][0],
					     compilers[program->language][1], "-O2", "-pipe",
					     "-static", "-s", "-o", "validator.bin" };
	const char *envp[PLAN_ENVIRONMENT], *names[SUBMISSION_FILES];
	struct build build = {
		.class = (unsigned)box_class_find("gcc"), .argv = argv, .envp = envp,
		.limits = { .cpu_ns = 60 * NS_PER_S, .wall_ns = 180 * NS_PER_S,
			    .starved_ns = 600 * NS_PER_S, .memory_bytes = 2ull << 30,
			    .processes = 128, .output_bytes = 64 << 20, .file_bytes = 128 << 20 },
		.names = names, .binary = "validator.bin",
	};
	autofree struct compile_result *compile = malloc(sizeof *compile);
	struct artifact artifact;
	int fds[SUBMISSION_FILES];
	size_t used = 8;

	if (!compile)
		return error_system(err, "compile log");
	plan_environment("", envp);
	for (; build.count < program->file_count && build.count < SUBMISSION_FILES; build.count++) {
		names[build.count] = relative(tree, program, build.count);
		fds[build.count] = tree->files[program->files[build.count]].fd;
		if (is_source(names[build.count]))
			argv[used++] = names[build.count];
	}
	argv[used++] = "-lm";
	argv[used] = NULL;
	build.fds = fds;
	if (build_run(&build, boxes, &artifact, compile, err) < 0)
		return -1;
	if (compile->verdict != VERDICT_AC)
		return error_usage(err, "%s/%s does not compile: %s", tree->origin, program->name,
				   compile->reason);
	*ret_executable = artifact.executable;
	return 0;
}

/* "0/check.py": scripts of several validators stay apart. */
static int copy_scripts(const struct tree *tree, const struct program *program, size_t number,
			struct artifact *files, struct error *err)
{
	for (size_t i = 0; i < program->file_count; i++) {
		char name[512];
		int fd = execute_open_again(&tree->files[program->files[i]], err);

		if (fd < 0)
			return -1;
		snprintf(name, sizeof name, "%zu/%s", number, relative(tree, program, i));
		if (artifact_add(files, name, fd) < 0) {
			close(fd);
			return error_usage(err, "%s has too many files", program->name);
		}
	}
	return 0;
}

static int script_command(const struct tree *tree, const struct program *program, size_t number,
			  struct validator *validator, struct error *err)
{
	char path[300];

	if (program->language == PROGRAM_SCRIPT) {
		snprintf(path, sizeof path, "/files/%zu/run", number);
		packed_append(validator->command, sizeof validator->command, path, strlen(path));
		return 0;
	}
	/* A directory with __main__.py is started as a directory. */
	if (program->file_count == 1)
		snprintf(path, sizeof path, "/files/%zu/%s", number, relative(tree, program, 0));
	else
		snprintf(path, sizeof path, "/files/%zu", number);
	packed_append(validator->command, sizeof validator->command, "python3", 7);
	packed_append(validator->command, sizeof validator->command, "-B", 2);
	if (!packed_append(validator->command, sizeof validator->command, path, strlen(path)))
		return error_usage(err, "%s: name too long", program->name);
	return 0;
}

static int build_one(const struct tree *tree, const struct program *program, size_t number,
		     struct box_set *boxes, struct validator_set *set, struct error *err)
{
	struct validator *validator = &set->validator[number];

	if (program->language == PROGRAM_C || program->language == PROGRAM_CPP) {
		packed_append(validator->command, sizeof validator->command, "validator", 9);
		return compile_program(tree, program, boxes, &validator->executable, err);
	}
	/* All of them must fit in a socket that nobody reads: see validator_set_send(). */
	if (set->files.count + program->file_count > VALIDATOR_FILES)
		return error_usage(err, "%s/%s: more than %d files", tree->origin, program->name,
				   VALIDATOR_FILES);
	for (size_t i = 0; i < program->file_count; i++)
		if (!strcmp(relative(tree, program, i), "build"))
			return error_usage(err, "%s/%s: validators with a build script are not "
					   "supported; bring C++, C, Python or a run script",
					   tree->origin, program->name);
	if (copy_scripts(tree, program, number, &set->files, err) < 0)
		return -1;
	return script_command(tree, program, number, validator, err);
}

int validators_build(const struct tree *tree, const struct problem *problem,
		     struct box_set *boxes, struct validator_set *ret_set, struct error *err)
{
	struct validator_set set = validator_set_empty();

	if (problem->validator_count > VALIDATORS_MAX)
		return error_usage(err, "%s: more than %d output validators", tree->origin,
				   VALIDATORS_MAX);
	for (; set.count < problem->validator_count; set.count++)
		if (build_one(tree, &problem->validators[set.count], set.count, boxes, &set, err) < 0) {
			validator_set_free(&set);
			return -1;
		}
	*ret_set = set;
	return 0;
}
