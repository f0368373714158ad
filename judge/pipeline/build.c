#include "pipeline/build.h"

#include "pipeline/run_verdict.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Diagnostics as they come: the first of them are kept, the rest is only counted. */
struct log_text {
	char data[COMPILE_OUTPUT_BYTES];
	size_t size;
};

static void keep_output(void *context, const char *data, size_t size)
{
	struct log_text *log = context;
	size_t room = sizeof log->data - log->size;

	if (size > room)
		size = room;
	memcpy(log->data + log->size, data, size);
	log->size += size;
}

static void fail(struct compile_result *compile, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void fail(struct compile_result *compile, const char *format, ...)
{
	va_list args;

	compile->verdict = VERDICT_CE;
	va_start(args, format);
	vsnprintf(compile->reason, sizeof compile->reason, format, args);
	va_end(args);
}

void build_first_error(const char *output, char *line, size_t size)
{
	const char *error = strcasestr(output, "error"), *begin = output;

	if (error)
		for (begin = error; begin > output && begin[-1] != '\n'; begin--)
			;
	begin += strspn(begin, " \t\r\n");
	text_sanitise_utf8(begin, strcspn(begin, "\r\n"), line, size);
}

int build_judge(const struct build *build, const struct box_result *run,
		struct compile_result *compile, struct error *err)
{
	char text[TEXT_HUMAN_MAX];

	compile->verdict = VERDICT_AC;
	if (run->stopped_by == BOX_STOPPED_STARVED)
		return run_starved(run, "the compiler", err);
	if (run->stopped_by == BOX_STOPPED_CPU)
		fail(compile, "compiling took more than %s of CPU time",
		     text_duration(build->limits.cpu_ns, text));
	else if (run->stopped_by == BOX_STOPPED_IDLE)
		fail(compile, "compiling took more than %s",
		     text_duration(build->limits.wall_ns, text));
	else if (run->oom)
		fail(compile, "compiling took more than %s of memory",
		     text_bytes((int64_t)build->limits.memory_bytes, text));
	else if (run->stopped_by == BOX_STOPPED_OUTPUT)
		fail(compile, "the compiler wrote more than %s",
		     text_bytes((int64_t)build->limits.output_bytes, text));
	else if (run->stopped_by == BOX_STOPPED_DENIED)
		fail(compile, "the compiler made the system call %s, which is denied", run->denied);
	else if (run->signal)
		fail(compile, "the compiler was killed by SIG%s",
		     sigabbrev_np(run->signal) ? sigabbrev_np(run->signal) : "?");
	else if (run->exit_code)
		build_first_error(compile->output, compile->reason, sizeof compile->reason);
	if (run->exit_code && !compile->reason[0])
		fail(compile, "the compiler exited with code %d", run->exit_code);
	if (compile->reason[0])
		compile->verdict = VERDICT_CE;
	return 0;
}

static void judge_artifact(const struct build *build, enum artifact_fault fault,
			   struct compile_result *compile)
{
	char text[TEXT_HUMAN_MAX];
	const char *name = build->binary ? build->binary : "a file";

	if (fault == ARTIFACT_MISSING)
		fail(compile, "compiling left no program");
	else if (fault == ARTIFACT_STRANGE)
		fail(compile, "compiling left something else than plain files (%s)", name);
	else if (fault == ARTIFACT_LARGE)
		fail(compile, "compiling left too much: more than %s or %d files",
		     text_bytes((int64_t)build->limits.file_bytes, text), ARTIFACT_FILES);
}

static int not_started(const struct build *build, int errnum, struct error *err)
{
	if (build->package && build->package[0])
		return error_set(err, ERROR_SYSTEM, 0,
				 "the compiler %s cannot be started: %s; install the Debian package "
				 "%s", build->argv[0], strerror(errnum), build->package);
	return error_set(err, ERROR_SYSTEM, errnum, "the compiler %s cannot be started",
			 build->argv[0]);
}

static int take_artifact(const struct build *build, struct box_set *boxes,
			 struct artifact *artifact, struct compile_result *compile,
			 struct error *err)
{
	autoclose int work = box_work(boxes, build->class, err);
	enum artifact_fault fault;
	int status;

	if (work < 0)
		return -1;
	if (build->binary)
		status = artifact_take_file(work, build->binary, build->limits.file_bytes,
					    &artifact->executable, &fault, err);
	else
		status = artifact_take_all(work, build->limits.file_bytes, artifact, &fault, err);
	if (status < 0)
		return -1;
	if (!build->binary && fault == ARTIFACT_OK && artifact->count == 0)
		fault = ARTIFACT_MISSING;
	judge_artifact(build, fault, compile);
	return 0;
}

static int compile_in_box(const struct build *build, struct box_set *boxes,
			  struct artifact *artifact, struct compile_result *compile,
			  struct error *err)
{
	autofree struct log_text *log = calloc(1, sizeof *log);
	struct box_spec spec = {
		.argv = build->argv, .envp = build->envp, .executable = -1, .input = -1,
		.limits = build->limits, .keep_work = true, .merge_error = true,
		.output = keep_output, .context = log,
	};
	struct box_result run;

	if (!log)
		return error_system(err, "compile log");
	if (box_put(boxes, build->class, PUT_WORK, build->names, build->fds, build->count, err) < 0 ||
	    box_run(boxes, build->class, &spec, &run, err) < 0)
		return -1;
	if (run.exec_errnum)
		return not_started(build, run.exec_errnum, err);
	compile->cpu_ns = run.cpu_ns;
	compile->wall_ns = run.wall_ns;
	compile->memory_bytes = run.memory_bytes;
	compile->output_bytes = (uint32_t)text_sanitise_utf8(log->data, log->size, compile->output,
							     sizeof compile->output);
	if (build_judge(build, &run, compile, err) < 0)
		return -1;
	if (compile->verdict != VERDICT_AC)
		return 0;
	return take_artifact(build, boxes, artifact, compile, err);
}

int build_run(const struct build *build, struct box_set *boxes, struct artifact *ret_artifact,
	      struct compile_result *ret_compile, struct error *err)
{
	struct artifact artifact = artifact_empty();

	memset(ret_compile, 0, sizeof *ret_compile);
	if (box_clean(boxes, build->class, PUT_FILES, err) < 0 ||
	    compile_in_box(build, boxes, &artifact, ret_compile, err) < 0 ||
	    box_clean(boxes, build->class, PUT_FILES, err) < 0) {
		artifact_free(&artifact);
		return -1;
	}
	if (ret_compile->verdict != VERDICT_AC)
		artifact_free(&artifact);
	*ret_artifact = artifact;
	return 0;
}
