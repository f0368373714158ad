#include "pipeline/run_verdict.h"

#include "util/clock.h"
#include "util/string.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

static void say(struct test_result *result, enum verdict verdict, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void say(struct test_result *result, enum verdict verdict, const char *format, ...)
{
	va_list args;

	result->verdict = verdict;
	va_start(args, format);
	vsnprintf(result->reason, sizeof result->reason, format, args);
	va_end(args);
}

static void say_signal(struct test_result *result, int signal, uint64_t file_bytes)
{
	const char *name = sigabbrev_np(signal);
	char limit[TEXT_HUMAN_MAX];

	/* A program can raise it by itself: it only sets words. */
	if (signal == SIGXFSZ && file_bytes == 0)
		say(result, VERDICT_RTE, "killed by SIGXFSZ: this problem allows no writing to files");
	else if (signal == SIGXFSZ)
		say(result, VERDICT_RTE, "killed by SIGXFSZ: a file over the limit of %s",
		    text_bytes((int64_t)file_bytes, limit));
	else if (name)
		say(result, VERDICT_RTE, "killed by SIG%s", name);
	else
		say(result, VERDICT_RTE, "killed by signal %d", signal);
}

static void decide(const struct box_result *run, const struct box_limits *limits,
		   int64_t time_limit_ns, struct test_result *result)
{
	char text[TEXT_HUMAN_MAX], limit[TEXT_HUMAN_MAX];

	/* What it has used it would have used on an idle host, too. */
	if (run->stopped_by == BOX_STOPPED_CPU || run->cpu_ns > time_limit_ns)
		say(result, VERDICT_TLE, "CPU time over the limit of %s",
		    text_duration(time_limit_ns, limit));
	else if (run->stopped_by == BOX_STOPPED_STARVED)
		say(result, VERDICT_JE, "host overloaded: the program waited for a processor for "
		    "%s", text_duration(run->wall_ns - run->cpu_ns, text));
	else if (run->stopped_by == BOX_STOPPED_IDLE)
		say(result, VERDICT_TLE, "idle: %s passed with %s of CPU time",
		    text_duration(run->wall_ns, text), text_duration(run->cpu_ns, limit));
	else if (run->oom)
		say(result, VERDICT_MLE, "memory over the limit of %s",
		    text_bytes((int64_t)limits->memory_bytes, limit));
	else if (run->stopped_by == BOX_STOPPED_OUTPUT)
		say(result, VERDICT_OLE, "output over the limit of %s",
		    text_bytes((int64_t)limits->output_bytes, limit));
	else if (run->stopped_by == BOX_STOPPED_DENIED)
		say(result, VERDICT_RTE, "system call %s denied", run->denied);
	else if (run->exec_errnum)
		say(result, VERDICT_RTE, "cannot be started: %s", strerror(run->exec_errnum));
	else if (run->signal)
		say_signal(result, run->signal, limits->file_bytes);
	else if (run->exit_code)
		say(result, VERDICT_RTE, "exit code %d", run->exit_code);
	else
		say(result, VERDICT_AC, "%s", "");
}

/*
 * A text that the program could forge only sets words, with one exception: runtimes that fail by
 * themselves before the kernel acts, and only when they did come near the limit.
 */
static void refine(const struct profile *profile, uint64_t memory_limit,
		   const char *error_text, struct test_result *result)
{
	char limit[TEXT_HUMAN_MAX];

	for (uint32_t i = 0; i < profile->reason_count; i++) {
		const struct profile_reason *reason = &profile->reasons[i];
		bool near_limit = (double)result->memory_bytes >= 0.8 * (double)memory_limit;

		if (!strstr(error_text, reason->text))
			continue;
		if (reason->verdict == VERDICT_MLE && near_limit)
			say(result, VERDICT_MLE, "memory over the limit of %s (%s)",
			    text_bytes((int64_t)memory_limit, limit), reason->text);
		else
			say(result, result->verdict, "%s",
			    reason->words[0] ? reason->words : reason->text);
		return;
	}
}

void run_verdict(const struct box_result *run, const struct box_limits *limits,
		 int64_t time_limit_ns, uint64_t memory_limit, const struct profile *profile,
		 const char *error_text, struct test_result *ret_result)
{
	ret_result->cpu_ns = run->cpu_ns;
	ret_result->wall_ns = run->wall_ns;
	ret_result->memory_bytes = run->memory_bytes;
	ret_result->memory_estimated = run->memory_estimated;
	ret_result->output_bytes = run->output_bytes;
	ret_result->exit_code = run->exit_code;
	ret_result->signal = run->signal;
	ret_result->borderline = run_is_borderline(run, time_limit_ns);
	decide(run, limits, time_limit_ns, ret_result);
	/* What the kernel says of a call or of a start is not to be talked over by a text. */
	if (ret_result->verdict == VERDICT_RTE && run->stopped_by == BOX_ENDED && !run->exec_errnum)
		refine(profile, memory_limit, error_text, ret_result);
}

int run_starved(const struct box_result *run, const char *who, struct error *err)
{
	char text[TEXT_HUMAN_MAX];

	return error_set(err, ERROR_SYSTEM, 0,
			 "host overloaded: %s waited for a processor for %s", who,
			 text_duration(run->wall_ns - run->cpu_ns, text));
}

bool run_is_borderline(const struct box_result *run, int64_t time_limit_ns)
{
	return run->stopped_by == BOX_ENDED && run->cpu_ns > time_limit_ns - time_limit_ns / 20 &&
	       run->cpu_ns < time_limit_ns + time_limit_ns / 20;
}
