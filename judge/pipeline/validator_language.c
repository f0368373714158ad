#include "pipeline/validator_language.h"

#include "pipeline/compile.h"
#include "profile/template.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/string.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int choose(const struct validator_source *source, const struct profile_table *languages,
		  const struct profile **ret_profile, struct error *err)
{
	const struct artifact *files = source->files;

	if (profile_for_files(languages, (const char *const *)files->names, files->count, "",
			      ret_profile, err) < 0)
		return error_context(err, "%s/%s", source->tree->origin, source->program->name);
	return 0;
}

/* The program as somebody's who handed it in. */
static int fill_submission(const struct artifact *files, struct submission *submission,
			   struct error *err)
{
	submission->files = calloc(files->count, sizeof *submission->files);
	if (!submission->files)
		return error_system(err, "validator");
	for (size_t i = 0; i < files->count; i++) {
		struct source_file *file = &submission->files[submission->file_count++];
		struct stat st;

		if (fstat(files->fds[i], &st) < 0)
			return error_system(err, "validator");
		file->size = (size_t)st.st_size;
		file->name = strdup(files->names[i]);
		file->data = malloc(file->size + 1);
		if (!file->name || !file->data ||
		    pread(files->fds[i], file->data, file->size, 0) != (ssize_t)file->size)
			return error_system(err, "validator");
	}
	return 0;
}

/* What holds for submissions, such as the limit on code, does not hold here. */
static int compile(const struct validator_source *source, const struct submission *submission,
		   const struct profile *profile, struct box_set *boxes,
		   struct artifact *ret_artifact, struct error *err)
{
	const struct problem own = { .limits = {
		.time_ns = NS_PER_S, .compile_ns = 60 * NS_PER_S,
		.compile_memory_bytes = 2ull << 30,
	} };
	const struct judge_options options = { .full = false };
	autofree struct compile_result *result = malloc(sizeof *result);
	struct plan plan;

	if (!result)
		return error_system(err, "compile log");
	if (plan_make(submission, profile, &own, source->tree, &options, &plan, err) < 0 ||
	    compile_submission(&plan, boxes, ret_artifact, result, err) < 0)
		return -1;
	if (result->verdict != VERDICT_AC)
		return error_usage(err, "%s/%s does not compile: %s", source->tree->origin,
				   source->program->name, result->reason);
	return 0;
}

static int fill_validator(const struct profile *profile, const struct artifact *artifact,
			  const struct box_limits *limits, struct validator *validator,
			  struct error *err)
{
	const struct template_values values = {
		.binary = "prog", .main = artifact->main, .main_class = artifact->main,
		.memory_mib = limits->memory_bytes >> 20, .stack_kib = limits->memory_bytes >> 10,
	};

	validator->memory_extra = (uint64_t)profile->memory_extra_bytes;
	memcpy(validator->environment, profile->run.environment, sizeof validator->environment);
	return template_expand(profile->run.command, &values, validator->command,
			       sizeof validator->command, err);
}

int validator_build_language(const struct validator_source *source,
			     const struct profile_table *languages, struct box_set *boxes,
			     struct validator *validator, struct artifact *ret_files,
			     struct error *err)
{
	const struct box_limits limits = validator_limits(&source->problem->limits);
	struct submission submission = { .file_count = 0 };
	struct artifact artifact = artifact_empty();
	const struct profile *profile;
	int status;

	if (choose(source, languages, &profile, err) < 0)
		return -1;
	status = fill_submission(source->files, &submission, err);
	if (status == 0)
		status = compile(source, &submission, profile, boxes, &artifact, err);
	submission_free(&submission);
	if (status == 0)
		status = fill_validator(profile, &artifact, &limits, validator, err);
	if (status < 0) {
		artifact_free(&artifact);
		return -1;
	}
	validator->executable = artifact.executable;
	artifact.executable = -1;
	*ret_files = artifact;
	return 0;
}
