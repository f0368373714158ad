/*
 * Building validators: C and C++ become static programs, scripts are copied as they are, and a
 * build script's directory is what it leaves. Other languages are those of profiles.
 */
#include "pipeline/build.h"
#include "pipeline/include.h"
#include "pipeline/validator.h"
#include "pipeline/validator_language.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/fd.h"
#include "util/string.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct builder {
	const struct tree *tree;
	const struct problem *problem;
	const struct profile_table *languages;
	struct box_set *boxes;
	struct validator_set *set;
};

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

/* ---- Sources ------------------------------------------------------------------------------ */

static bool is_source(const char *name)
{
	static const char *const extensions[] = { ".c", ".cc", ".cpp", ".cxx", ".c++", ".C" };
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < ARRAY_SIZE(extensions); i++)
		if (!strcmp(dot, extensions[i]))
			return true;
	return false;
}

/* Archives may have lost the permission; who calls a file so means it to be executed. */
static bool is_executable(const struct tree_file *file, const char *name)
{
	struct stat st;

	return !strcmp(name, "build") || !strcmp(name, "run") ||
	       (fstat(file->fd, &st) == 0 && st.st_mode & 0111);
}

static int hold_file(const struct builder *b, const struct tree_file *file, const char *name,
		     struct artifact *sources, struct error *err)
{
	autofree char *bytes = NULL;
	autoclose int fd = -1;
	size_t size;

	if (include_read(file, b->problem, &bytes, &size, err) < 0)
		return -1;
	fd = fd_sealed("program", bytes, size);
	if (fd < 0 || fchmod(fd, is_executable(file, name) ? 0755 : 0644) < 0)
		return error_system(err, "cannot hold %s", file->path);
	if (artifact_add(sources, name, fd) < 0)
		return error_usage(err, "%s: too many files", file->path);
	TAKE_FD(fd);
	return 0;
}

static int hold_sources(const struct builder *b, const struct program *program,
			struct artifact *sources, struct error *err)
{
	for (size_t i = 0; i < program->file_count; i++) {
		const struct tree_file *file = &b->tree->files[program->files[i]];

		if (hold_file(b, file, file->path + strlen(program->base), sources, err) < 0)
			return -1;
	}
	return 0;
}

/* Files of several validators stay apart: "0/check.py". Takes the descriptors over. */
static int add_files(struct builder *b, const struct program *program, size_t number,
		     struct artifact *files, struct error *err)
{
	/* All of them must fit in a socket that nobody reads: see validator_set_send(). */
	if (b->set->files.count + files->count > VALIDATOR_FILES)
		return error_usage(err, "%s/%s: more than %d files", b->tree->origin, program->name,
				   VALIDATOR_FILES);
	for (size_t i = 0; i < files->count; i++) {
		char name[512];

		snprintf(name, sizeof name, "%zu/%s", number, files->names[i]);
		if (artifact_add(&b->set->files, name, files->fds[i]) < 0)
			return error_usage(err, "%s has too many files", program->name);
		free(files->names[i]);
		files->names[i] = NULL;
		files->fds[i] = -1;
	}
	return 0;
}

/* ---- Compiling ---------------------------------------------------------------------------- */

static int find_class(const char *name, unsigned *ret_class, struct error *err)
{
	int class = box_class_find(name);

	if (class < 0)
		return error_set(err, ERROR_SYSTEM, 0, "there is no box class %s", name);
	*ret_class = (unsigned)class;
	return 0;
}

/* binary as in struct build. */
static int build(const struct builder *b, const struct program *program, const char *class,
		 const char *const *argv, const char *binary, const struct artifact *sources,
		 struct artifact *ret_artifact, struct error *err)
{
	const char *envp[PLAN_ENVIRONMENT];
	struct build build = {
		.argv = argv, .envp = envp, .binary = binary,
		.names = (const char *const *)sources->names, .fds = sources->fds,
		.count = sources->count,
		.limits = {
			.cpu_ns = 60 * NS_PER_S, .wall_ns = 180 * NS_PER_S,
			.starved_ns = 600 * NS_PER_S, .memory_bytes = 2ull << 30,
			.processes = 128, .output_bytes = 64 << 20, .file_bytes = 128 << 20,
		},
	};
	autofree struct compile_result *compile = malloc(sizeof *compile);

	if (!compile)
		return error_system(err, "compile log");
	if (find_class(class, &build.class, err) < 0)
		return -1;
	plan_environment("", envp);
	if (build_run(&build, b->boxes, ret_artifact, compile, err) < 0)
		return -1;
	if (compile->verdict != VERDICT_AC)
		return error_usage(err, "%s/%s does not compile: %s", b->tree->origin, program->name,
				   compile->reason);
	return 0;
}

/* TESTSYS moves the exit codes of testlib's partial scores to where they mean nothing else. */
static int compile_program(const struct builder *b, const struct program *program,
			   const struct artifact *sources, struct validator *validator,
			   struct error *err)
{
	const char *argv[PLAN_ARGUMENTS] = { compilers[program->language][0],
					     compilers[program->language][1], "-O2", "-pipe", "-I.",
					     "-DTESTSYS", "-static", "-s", "-o", "validator.bin" };
	struct artifact artifact;
	size_t used = 10;

	for (size_t i = 0; i < sources->count; i++) {
		if (used >= PLAN_ARGUMENTS - 2)
			return error_usage(err, "%s has too many files", program->name);
		if (is_source(sources->names[i]))
			argv[used++] = sources->names[i];
	}
	argv[used++] = "-lm";
	argv[used] = NULL;
	if (build(b, program, "gcc", argv, "validator.bin", sources, &artifact, err) < 0)
		return -1;
	packed_append(validator->command, sizeof validator->command, "validator", 9);
	validator->executable = artifact.executable;
	return 0;
}

/* ---- Scripts ------------------------------------------------------------------------------ */

static bool has_file(const struct artifact *files, const char *name)
{
	for (size_t i = 0; i < files->count; i++)
		if (!strcmp(files->names[i], name))
			return true;
	return false;
}

/* With a build script, *files is what it leaves instead. */
static int build_script(struct builder *b, const struct program *program, size_t number,
			struct artifact *files, struct validator *validator, struct error *err)
{
	static const char *const argv[] = { "./build", NULL };
	struct artifact left;
	char path[64];

	if (has_file(files, "build")) {
		if (build(b, program, "build", argv, NULL, files, &left, err) < 0)
			return -1;
		artifact_free(files);
		*files = left;
	}
	if (!has_file(files, "run"))
		return error_usage(err, "%s/%s: no file run, and its build script leaves none",
				   b->tree->origin, program->name);
	snprintf(path, sizeof path, "/files/%zu/run", number);
	packed_append(validator->command, sizeof validator->command, path, strlen(path));
	return add_files(b, program, number, files, err);
}

static int copy_python(struct builder *b, const struct program *program, size_t number,
		       struct artifact *files, struct validator *validator, struct error *err)
{
	char path[300];

	/* A directory with __main__.py is started as a directory. */
	if (files->count == 1)
		snprintf(path, sizeof path, "/files/%zu/%s", number, files->names[0]);
	else
		snprintf(path, sizeof path, "/files/%zu", number);
	packed_append(validator->command, sizeof validator->command, "python3", 7);
	packed_append(validator->command, sizeof validator->command, "-B", 2);
	if (!packed_append(validator->command, sizeof validator->command, path, strlen(path)))
		return error_usage(err, "%s: name too long", program->name);
	return add_files(b, program, number, files, err);
}

/* ---- One, and all ------------------------------------------------------------------------- */

static int build_profile(struct builder *b, const struct program *program,
			 const struct artifact *sources, struct validator *validator,
			 struct error *err)
{
	struct artifact artifact = artifact_empty();
	const struct validator_source source = {
		.tree = b->tree, .problem = b->problem, .program = program, .files = sources,
	};

	if (validator_build_language(&source, b->languages, b->boxes, validator, &artifact, err) < 0)
		return -1;
	/* A profile's command names its files below /files itself, so that there is no "0/". */
	for (size_t i = 0; i < artifact.count; i++) {
		if (has_file(&b->set->files, artifact.names[i]) ||
		    b->set->files.count >= VALIDATOR_FILES ||
		    artifact_add(&b->set->files, artifact.names[i], artifact.fds[i]) < 0) {
			artifact_free(&artifact);
			return error_usage(err, "%s/%s: too many files, or of the same name as "
					   "another validator's", b->tree->origin, program->name);
		}
		artifact.fds[i] = -1;
	}
	artifact_free(&artifact);
	return 0;
}

static int build_one(struct builder *b, const struct program *program, size_t number,
		     struct error *err)
{
	struct validator *validator = &b->set->validator[number];
	struct artifact sources = artifact_empty();
	int status = hold_sources(b, program, &sources, err);

	if (status == 0)
		switch (program->language) {
		case PROGRAM_C:
		case PROGRAM_CPP:
			status = compile_program(b, program, &sources, validator, err);
			break;
		case PROGRAM_PYTHON:
			status = copy_python(b, program, number, &sources, validator, err);
			break;
		case PROGRAM_SCRIPT:
			status = build_script(b, program, number, &sources, validator, err);
			break;
		case PROGRAM_PROFILE:
			status = build_profile(b, program, &sources, validator, err);
			break;
		}
	artifact_free(&sources);
	return status;
}

static const struct program *program_of(const struct problem *problem, size_t number)
{
	if (number < problem->validator_count)
		return &problem->validators[number];
	number -= problem->validator_count;
	return number < problem->grader_count ? &problem->graders[number] :
						&problem->static_validator[0];
}

int validators_build(const struct tree *tree, const struct problem *problem,
		     const struct profile_table *languages, struct box_set *boxes,
		     struct validator_set *ret_set, struct error *err)
{
	struct validator_set set = validator_set_empty();
	struct builder builder = { tree, problem, languages, boxes, &set };
	size_t count = problem->validator_count + problem->grader_count +
		       problem->static_validator_count;

	if (count > VALIDATORS_MAX)
		return error_usage(err, "%s: more than %d programs that judge", tree->origin,
				   VALIDATORS_MAX);
	for (; set.count < count; set.count++) {
		if (build_one(&builder, program_of(problem, set.count), set.count, err) < 0) {
			validator_set_free(&set);
			return -1;
		}
	}
	*ret_set = set;
	return 0;
}
