#include "pipeline/compile.h"

#include "pipeline/build.h"
#include "pipeline/include.h"
#include "pipeline/main_class.h"
#include "profile/profile.h"
#include "profile/template.h"
#include "util/cleanup.h"
#include "util/fd.h"
#include "util/string.h"

#include <stdio.h>
#include <string.h>

#define BINARY "prog"

enum {
	/*
	 * Files and directories of a submission. The boxes that they are laid out in have room for
	 * twice as many (sandbox/class.c), as compilers leave about one file for each source.
	 */
	SOURCE_ENTRIES = 4096,
	/* What the longest command takes that names all sources: more than a box takes. */
	COMMAND_BYTES = REQUEST_STRINGS + SUBMISSION_FILES * (SUBMISSION_NAME + 1),
};

static void refuse(struct compile_result *compile, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void refuse(struct compile_result *compile, const char *format, ...)
{
	va_list args;

	compile->verdict = VERDICT_CE;
	va_start(args, format);
	vsnprintf(compile->reason, sizeof compile->reason, format, args);
	va_end(args);
}

/* What needs no compiler to be refused. */
static bool is_refused(const struct plan *plan, struct compile_result *compile)
{
	size_t bytes = submission_bytes(plan->submission);
	uint64_t limit = plan->problem->limits.code_bytes;
	char have[TEXT_HUMAN_MAX], may[TEXT_HUMAN_MAX];

	/* Who queued it may not have known; and a language that nobody named is chosen by file names. */
	if (!profile_is_allowed(plan->profile, plan->problem->languages))
		refuse(compile, "the problem does not allow %s", plan->profile->id);
	else if (bytes == 0)
		refuse(compile, "the source is empty");
	else if (limit && bytes > limit)
		refuse(compile, "the source has %s, over the limit of %s",
		       text_bytes((int64_t)bytes, have), text_bytes((int64_t)limit, may));
	return compile->verdict == VERDICT_CE;
}

/* The same, of the sources together with those of the package. */
static bool is_unfit(const struct submission *submission, struct compile_result *compile)
{
	const char *clash;
	size_t entries;

	if (submission->file_count > SUBMISSION_FILES) {
		refuse(compile, "%zu source files with those of the package, over the limit of %d",
		       submission->file_count, SUBMISSION_FILES);
		return true;
	}
	entries = submission_entries(submission, &clash);
	if (entries > SOURCE_ENTRIES)
		refuse(compile, "the sources make %zu files and directories, over the limit of %d",
		       entries, SOURCE_ENTRIES);
	else if (clash)
		refuse(compile, "%.200s is a source file and a directory of others", clash);
	return compile->verdict == VERDICT_CE;
}

/* The sources as memory files: an artifact, too, for languages without a compile stage. */
static int hold_sources(const struct submission *submission, struct artifact *sources,
			struct error *err)
{
	for (size_t i = 0; i < submission->file_count; i++) {
		const struct source_file *file = &submission->files[i];
		int fd = fd_sealed("source", file->data, file->size);

		if (fd < 0)
			return error_system(err, "cannot hold a source");
		if (artifact_add(sources, file->name, fd) < 0) {
			close(fd);
			return error_system(err, "too many sources");
		}
	}
	return 0;
}

static int expand(const struct plan *plan, char *command, size_t size, struct error *err)
{
	const char *sources[SUBMISSION_FILES];
	struct template_values values = {
		.binary = BINARY,
		.main = main_source_find(plan->submission),
		.sources = sources,
		.memory_mib = plan->compile.memory_bytes >> 20,
		.stack_kib = plan->compile.memory_bytes >> 10,
	};

	for (size_t i = 0; i < plan->submission->file_count && i < SUBMISSION_FILES; i++)
		if (profile_compiles(plan->profile, plan->submission->files[i].name))
			sources[values.source_count++] = plan->submission->files[i].name;
	/* A file whose name says nothing is what was handed in all the same. */
	if (values.source_count == 0)
		sources[values.source_count++] = plan->submission->files[0].name;
	return template_expand(plan->profile->compile.command, &values, command, size, err);
}

static size_t strings_size(const char *const *strings)
{
	size_t size = 0;

	for (; *strings; strings++)
		size += strlen(*strings) + 1;
	return size;
}

static int run_compiler(const struct plan *plan, struct box_set *boxes,
			const struct artifact *sources, struct artifact *artifact,
			struct compile_result *compile, struct error *err)
{
	const char *argv[PLAN_ARGUMENTS], *envp[PLAN_ENVIRONMENT];
	const struct profile_stage *stage = &plan->profile->compile;
	autofree char *command = malloc(COMMAND_BYTES);
	const struct build build = {
		.class = plan->compile_class, .argv = argv, .envp = envp, .limits = plan->compile,
		.names = (const char *const *)sources->names, .fds = sources->fds,
		.count = sources->count,
		.binary = packed_mentions(stage->command, "{binary}") ? BINARY : NULL,
		.package = plan->profile->package,
	};

	if (!command)
		return error_system(err, "compile command");
	if (expand(plan, command, COMMAND_BYTES, err) < 0)
		return -1;
	plan_environment(stage->environment, envp);
	/* Only the sources' names can make it as long. */
	if (plan_arguments(command, argv) < 0 ||
	    strings_size(argv) + strings_size(envp) > REQUEST_STRINGS) {
		refuse(compile, "too many source files, or too long names: the compiler's command "
		       "would be over the limit of %d bytes", REQUEST_STRINGS);
		return 0;
	}
	return build_run(&build, boxes, artifact, compile, err);
}

static void find_main(const struct plan *plan, struct artifact *artifact,
		      struct compile_result *compile)
{
	char entry_point[sizeof plan->submission->entry_point];

	text_path(plan->submission->entry_point, entry_point, sizeof entry_point);
	if (packed_mentions(plan->profile->run.command, "{main_class}")) {
		main_class_find(artifact, plan->submission, artifact->main, sizeof artifact->main);
		if (!artifact->main[0])
			refuse(compile, "no class has a method public static void main(String[])");
		else if (!main_class_is_stated(artifact->main, plan->submission))
			refuse(compile, "the entry point \"%s\" is no class that has a method public "
					"static void main(String[])", entry_point);
	} else if (artifact->executable < 0) {
		snprintf(artifact->main, sizeof artifact->main, "%s",
			 main_source_find(plan->submission));
	}
}

static int compile(const struct plan *plan, struct box_set *boxes,
		   struct artifact *ret_artifact, struct compile_result *ret_compile,
		   struct error *err)
{
	struct artifact sources = artifact_empty(), artifact = artifact_empty();
	struct error fault;
	int status;

	if (is_unfit(plan->submission, ret_compile))
		return 0;
	if (main_entry_point_check(plan->profile, plan->problem, plan->tree, plan->submission,
				   &fault) < 0) {
		refuse(ret_compile, "%s", fault.message);
		return 0;
	}
	status = hold_sources(plan->submission, &sources, err);
	if (status == 0 && plan->profile->has_compile) {
		status = run_compiler(plan, boxes, &sources, &artifact, ret_compile, err);
	} else if (status == 0) {
		artifact = sources;
		sources = artifact_empty();
		ret_compile->verdict = VERDICT_AC;
	}
	artifact_free(&sources);
	if (status == 0 && ret_compile->verdict == VERDICT_AC)
		find_main(plan, &artifact, ret_compile);
	if (status < 0 || ret_compile->verdict != VERDICT_AC) {
		artifact_free(&artifact);
		return status;
	}
	*ret_artifact = artifact;
	return 0;
}

int compile_submission(const struct plan *plan, struct box_set *boxes,
		       struct artifact *ret_artifact, struct compile_result *ret_compile,
		       struct error *err)
{
	struct submission submission;
	struct plan together = *plan;
	int status;

	memset(ret_compile, 0, sizeof *ret_compile);
	if (is_refused(plan, ret_compile))
		return 0;
	if (!include_applies(plan))
		return compile(plan, boxes, ret_artifact, ret_compile, err);
	if (include_files(plan, &submission, err) < 0)
		return -1;
	together.submission = &submission;
	status = compile(&together, boxes, ret_artifact, ret_compile, err);
	submission_free(&submission);
	return status;
}
