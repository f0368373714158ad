#include "pipeline/execute.h"

#include "pipeline/run_verdict.h"
#include "util/cleanup.h"
#include "util/fd.h"
#include "util/string.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

/*
 * An input is handed over as a sealed copy in memory: one that no other run has, without a name, a
 * disk or a lock behind it, and all there before the run. Larger ones are the package's own files.
 */
enum { COPIED_BYTES = 64 << 20 };

void execution_feed(void *context, const char *data, size_t size)
{
	struct execution *execution = context;
	size_t room = sizeof execution->output - execution->output_size;
	size_t kept = size < room ? size : room;

	memcpy(execution->output + execution->output_size, data, kept);
	execution->output_size += kept;
	execution->feed(execution->context, data, size);
}

/* A descriptor of its own: offset and flags are not shared, and it is for reading alone. */
static int open_for_reading(int fd)
{
	char path[48];

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static int copy_to_memory(const struct tree_file *file, struct error *err)
{
	autoclose int copy = memfd_create("input", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	int fd = -1;

	if (copy >= 0 && fd_copy(file->fd, copy, file->size) == 0 && fchmod(copy, 0444) == 0 &&
	    fd_seal(copy) == 0)
		fd = open_for_reading(copy);
	return fd < 0 ? error_system(err, "cannot copy %s", file->path) : fd;
}

int execute_open_again(const struct tree_file *file, struct error *err)
{
	struct stat st;
	int fd;

	/* Nor may a program open its standard input again, for writing, where everybody may. */
	if (file->size <= COPIED_BYTES || fstat(file->fd, &st) < 0 || st.st_mode & S_IWOTH)
		return copy_to_memory(file, err);
	fd = open_for_reading(file->fd);
	if (fd < 0)
		return copy_to_memory(file, err);
	/* Pages that the run is the first to touch would be charged to it. */
	posix_fadvise(fd, 0, 0, POSIX_FADV_WILLNEED);
	return fd;
}

static int not_started(const struct profile *profile, const char *program, int errnum,
		       struct error *err)
{
	if (profile->package[0])
		return error_set(err, ERROR_SYSTEM, 0, "%s cannot be started: %s; install the Debian "
				 "package %s", program, strerror(errnum), profile->package);
	return error_set(err, ERROR_SYSTEM, errnum, "%s cannot be started", program);
}

/* The command, and then the case's own arguments. */
static int build_arguments(const char *command, const struct test_case *test, const char **argv)
{
	return plan_arguments(command, argv) < 0 ?
	       -1 : plan_more_arguments(test->program_args, argv, packed_count(command));
}

/* What the program finds in its directory: it is a fresh one for every run. */
static int put_files(const struct plan *plan, const struct test_case *test,
		     struct box_set *boxes, struct error *err)
{
	size_t cut = test->file_count ? strlen(test->files_base) : 0;
	autofree const char **names = calloc(test->file_count + 1, sizeof *names);
	autofree int *fds = calloc(test->file_count + 1, sizeof *fds);

	if (!names || !fds)
		return error_system(err, "files of a test");
	for (size_t i = 0; i < test->file_count; i++) {
		names[i] = plan->tree->files[test->files[i]].path + cut;
		fds[i] = plan->tree->files[test->files[i]].fd;
	}
	return box_put(boxes, plan->run_class, PUT_WORK, names, fds, test->file_count, err);
}

int execute_prepare(const struct plan *plan, const struct artifact *artifact, const char *command,
		    const struct test_case *test, int input, struct box_set *boxes,
		    struct execution *execution, struct execute_call *call, struct error *err)
{
	call->spec = (struct box_spec){
		.argv = call->argv, .envp = call->envp, .executable = artifact->executable,
		.input = input, .limits = plan->run, .output = execution_feed, .context = execution,
		.error_text = execution->error, .error_capacity = COMPILE_OUTPUT_BYTES,
	};
	if (build_arguments(command, test, call->argv) < 0)
		return error_usage(err, "more than %d arguments", PLAN_ARGUMENTS);
	plan_environment(plan->profile->run.environment, call->envp);
	execution->output_size = 0;
	return put_files(plan, test, boxes, err);
}

int execute_conclude(const struct plan *plan, const struct execute_call *call,
		     const struct box_result *run, struct execution *execution,
		     struct test_result *ret_result, struct error *err)
{
	/* A file of the submission's that is no program is its own fault, a missing runtime ours. */
	if (run->exec_errnum && call->spec.executable < 0)
		return not_started(plan->profile, call->argv[0], run->exec_errnum, err);
	execution->lay_out_again = run->renewed || run->stale;
	execution->error_size = run->error_kept;
	execution->error[run->error_kept] = '\0';
	run_verdict(run, &plan->run, plan->time_limit_ns, plan->memory_bytes, plan->profile,
		    execution->error, ret_result);
	return 0;
}

int execute_test(const struct plan *plan, const struct artifact *artifact, const char *command,
		 const struct test_case *test, struct box_set *boxes,
		 struct execution *execution, struct test_result *ret_result, struct error *err)
{
	autoclose int input = execute_open_again(&plan->tree->files[test->input], err);
	struct execute_call call;
	struct box_result run;

	if (input < 0 ||
	    execute_prepare(plan, artifact, command, test, input, boxes, execution, &call, err) < 0 ||
	    box_run(boxes, plan->run_class, &call.spec, &run, err) < 0)
		return -1;
	return execute_conclude(plan, &call, &run, execution, ret_result, err);
}
