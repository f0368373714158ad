#include "pipeline/validator.h"

#include "pipeline/execute.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/fd.h"
#include "util/string.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum {
	EXIT_ACCEPT = 42,
	EXIT_REJECT = 43,
	MESSAGE_READ = 4096,
};

#define FEEDBACK "/work/feedback/"

static int validator_class(struct error *err)
{
	int class = box_class_find("validator");

	return class < 0 ? error_set(err, ERROR_SYSTEM, 0, "no box class validator") : class;
}

int validators_lay_out(const struct validator_set *set, struct box_set *boxes, struct error *err)
{
	int class = validator_class(err);

	if (class < 0 || box_clean(boxes, (unsigned)class, PUT_FILES, err) < 0)
		return -1;
	return set->files.count ? artifact_lay_out(&set->files, boxes, (unsigned)class, err) : 0;
}

/* The first line of a file in the feedback directory, made safe to show. */
static int read_message(int work, const char *name, char *message, size_t size, struct error *err)
{
	char text[MESSAGE_READ];
	enum artifact_fault fault;
	ssize_t n;
	int fd = -1;

	message[0] = '\0';
	if (artifact_take_file(work, name, 1 << 20, &fd, &fault, err) < 0)
		return -1;
	if (fault != ARTIFACT_OK)
		return 0;
	n = pread(fd, text, sizeof text, 0);
	close(fd);
	while (n > 0 && strchr(" \t\r\n", text[n - 1]))
		n--;
	if (n > 0)
		text_sanitise_utf8(text, (size_t)n, message, size);
	return 0;
}

static void reject(struct test_result *result)
{
	result->verdict = VERDICT_WA;
	if (result->output_bytes == 0)
		snprintf(result->reason, sizeof result->reason, "no output");
	else if (result->message[0])
		text_sanitise_utf8(result->message, strcspn(result->message, "\n"), result->reason,
				   sizeof result->reason);
	else
		snprintf(result->reason, sizeof result->reason, "the output validator rejects");
}

static int conclude(const char *name, const struct box_result *run, const char *error_text,
		    struct test_result *result, struct error *err)
{
	char line[160];

	if (run->stopped_by != BOX_ENDED || run->signal || run->oom)
		return error_usage(err, "output validator %s: %s", name,
				   run->stopped_by == BOX_STOPPED_DENIED ?
					   "made a system call that is denied" :
				   run->oom ? "ran out of memory" :
				   run->stopped_by != BOX_ENDED ? "did not end in its time" :
								  "crashed");
	if (run->exit_code == EXIT_REJECT) {
		reject(result);
		return 0;
	}
	if (run->exit_code == EXIT_ACCEPT)
		return 0;
	text_sanitise_utf8(error_text, strcspn(error_text, "\n"), line, sizeof line);
	return error_usage(err, "output validator %s: exit code %d is neither 42 nor 43%s%s", name,
			   run->exit_code, line[0] ? ": " : "", line);
}

static int build_arguments(const struct validator *validator, const struct test_case *test,
			   const char **argv)
{
	int used;

	if (plan_arguments(validator->command, argv) < 0)
		return -1;
	for (used = 0; argv[used]; used++)
		;
	argv[used++] = "/dev/fd/3";
	argv[used++] = "/dev/fd/4";
	argv[used++] = FEEDBACK;
	for (const char *s = test->validator_args; *s && used < PLAN_ARGUMENTS - 1;
	     s = packed_next(s))
		argv[used++] = s;
	argv[used] = NULL;
	return 0;
}

static struct box_limits limits_of(const struct problem_limits *package)
{
	int64_t ns = package->validation_ns ? package->validation_ns : 60 * NS_PER_S;
	uint64_t memory = package->validation_memory_bytes, output = package->validation_output_bytes;

	return (struct box_limits){
		.cpu_ns = ns, .wall_ns = 2 * ns + NS_PER_S, .starved_ns = 4 * ns + NS_PER_S,
		.memory_bytes = memory ? memory : 2ull << 30, .processes = 64,
		.output_bytes = output ? output : 8 << 20, .file_bytes = output ? output : 8 << 20,
	};
}

static int run_in_box(const struct validator *validator, const struct problem *problem,
		      const struct test_case *test, const char *name, const int *fds,
		      struct box_set *boxes, struct test_result *result, struct error *err)
{
	const char *argv[PLAN_ARGUMENTS], *envp[PLAN_ENVIRONMENT];
	char error_text[MESSAGE_READ];
	struct box_spec spec = {
		.argv = argv, .envp = envp, .executable = validator->executable, .input = fds[2],
		.extra = { fds[0], fds[1] }, .extra_count = 2, .limits = limits_of(&problem->limits),
		.keep_work = true, .error_text = error_text, .error_capacity = sizeof error_text - 1,
	};
	static const char *const feedback[] = { "feedback/" };
	struct box_result run;
	int class = validator_class(err);
	autoclose int work = -1;

	if (class < 0)
		return -1;
	if (build_arguments(validator, test, argv) < 0)
		return error_usage(err, "output validator %s: too many arguments", name);
	plan_environment("", envp);
	if (box_put(boxes, (unsigned)class, PUT_WORK, feedback, fds, 1, err) < 0 ||
	    box_run(boxes, (unsigned)class, &spec, &run, err) < 0)
		return -1;
	error_text[run.error_kept] = '\0';
	work = box_work(boxes, (unsigned)class, err);
	if (work < 0 || read_message(work, "feedback/judgemessage.txt", result->message,
				     sizeof result->message, err) < 0)
		return -1;
	if (conclude(name, &run, error_text, result, err) < 0)
		return -1;
	return box_clean(boxes, (unsigned)class, PUT_WORK, err);
}

int validators_run(const struct validator_set *set, const struct tree *tree,
		   const struct problem *problem, const struct test_case *test, int output,
		   struct box_set *boxes, struct test_result *result, struct error *err)
{
	autoclose int input = execute_open_again(&tree->files[test->input], err);
	autoclose int answer = input < 0 ? -1 : execute_open_again(&tree->files[test->answer], err);

	if (answer < 0)
		return -1;
	for (size_t i = 0; i < set->count && result->verdict == VERDICT_AC; i++) {
		const int fds[] = { input, answer, output };

		if (lseek(output, 0, SEEK_SET) < 0)
			return error_system(err, "output of a test");
		if (run_in_box(&set->validator[i], problem, test, problem->validators[i].name, fds,
			       boxes, result, err) < 0)
			return -1;
	}
	return 0;
}
