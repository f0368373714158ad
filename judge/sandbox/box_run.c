/*
 * One run, seen from the judge: limits, pipes, the request, and reading until the end.
 */
#include "sandbox/box.h"

#include "sandbox/request.h"
#include "sandbox/seccomp.h"
#include "util/cleanup.h"
#include "util/clock.h"
#include "util/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	GUARD_MS = 10000,	/* beyond every limit: then the spawner itself is stuck */
	PIPE_BYTES = 256 * 1024,
	READ_BYTES = 64 * 1024,
	/*
	 * So long the judge sleeps through everything but the end: it shares its core with the program,
	 * which would have to stop for each piece of output that is read, and to no avail; where others
	 * want the core, it would not get it back at once. Long enough for a dynamic program that is
	 * started while the host is busy; who fills the pipe before waits for that long, once.
	 */
	QUIET_NS = 5000000,
};

struct run {
	struct box *box;
	const struct box_spec *spec;
	struct box_result *result;
	struct box_request request;
	struct box_reply reply;
	int out[2], err[2];	/* read end, write end */
	bool replied, over_output;
	char buffer[READ_BYTES];
};

static int write_limit(int fd, uint64_t value)
{
	char text[24];
	int length = snprintf(text, sizeof text, "%llu", (unsigned long long)value);

	return pwrite(fd, text, (size_t)length, 0) == length ? 0 : -1;
}

/* The kernel refuses memory + swap < memory at any moment, so the order depends on the way. */
static int set_memory(struct box *box, uint64_t bytes)
{
	bool raise = bytes > box->memory_bytes;

	if (box->limit[1] >= 0 && raise && write_limit(box->limit[1], bytes) < 0 &&
	    box->memory_bytes)
		return -1;
	if (write_limit(box->limit[0], bytes) < 0)
		return -1;
	return box->limit[1] >= 0 ? write_limit(box->limit[1], bytes) : 0;
}

static int set_limits(struct box *box, const struct box_limits *limits, struct error *err)
{
	if (box->memory_bytes != limits->memory_bytes) {
		if (set_memory(box, limits->memory_bytes) < 0)
			return error_system(err, "cannot set a memory limit of %llu bytes",
					    (unsigned long long)limits->memory_bytes);
		box->memory_bytes = limits->memory_bytes;
	}
	if (box->processes != limits->processes) {
		/* One more: the spawner is in the group. */
		if (write_limit(box->limit[2], limits->processes + 1ull) < 0)
			return error_system(err, "cannot set a limit of %u processes",
					    limits->processes);
		box->processes = limits->processes;
	}
	return 0;
}

static int add_strings(struct box_request *request, const char *const *strings, uint32_t *count)
{
	for (; strings && *strings; strings++, ++*count)
		if (!request_add(request, *strings))
			return -1;
	return 0;
}

static int fill_request(struct run *run, struct error *err)
{
	const struct box_limits *limits = &run->spec->limits;
	struct box_request *r = &run->request;

	r->kind = REQUEST_RUN;
	r->has_executable = run->spec->executable >= 0;
	r->keep_work = run->spec->keep_work;
	r->cpu_ns = limits->cpu_ns;
	r->wall_ns = limits->wall_ns;
	r->starved_ns = limits->starved_ns;
	r->stack_bytes = limits->memory_bytes;
	r->file_bytes = limits->file_bytes;
	if (add_strings(r, run->spec->argv, &r->argc) < 0 ||
	    add_strings(r, run->spec->envp, &r->envc) < 0)
		return error_usage(err, "command line longer than %d bytes", REQUEST_STRINGS);
	return 0;
}

/* A pipe that the program, another uid, may open again as /dev/stdout. */
static int make_pipe(int *ends, struct error *err)
{
	if (pipe2(ends, O_CLOEXEC) < 0 || fchmod(ends[1], 0666) < 0)
		return error_system(err, "cannot make a pipe");
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	return 0;
}

static int make_pipes(struct run *run, struct error *err)
{
	if (make_pipe(run->out, err) < 0)
		return -1;
	fcntl(run->out[1], F_SETPIPE_SZ, PIPE_BYTES);	/* fewer switches; smaller works as well */
	return run->spec->merge_error ? 0 : make_pipe(run->err, err);
}

static int send_request(struct run *run, struct error *err)
{
	const struct box_spec *spec = run->spec;
	autoclose int null = -1;
	int fds[REQUEST_FDS];
	size_t count = 0;

	if (make_pipes(run, err) < 0)
		return -1;
	if (spec->input < 0)
		null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	fds[count++] = spec->input < 0 ? null : spec->input;
	fds[count++] = run->out[1];
	fds[count++] = spec->merge_error ? run->out[1] : run->err[1];
	for (size_t i = 0; i < spec->extra_count; i++)
		fds[count++] = spec->extra[i];
	if (spec->executable >= 0)
		fds[count++] = spec->executable;
	if (fd_send(run->box->control, &run->request, request_size(&run->request), fds, count) < 0)
		return error_set(err, ERROR_LOST, errno, "cannot reach the box");
	close(run->out[1]);
	run->out[1] = -1;
	if (run->err[1] >= 0)
		close(run->err[1]);
	run->err[1] = -1;
	return 0;
}

static void kill_program(struct run *run)
{
	const struct box_request request = { .kind = REQUEST_KILL };

	fd_send(run->box->control, &request, request_size(&request), NULL, 0);
}

static void take_output(struct run *run, size_t size)
{
	struct box_result *result = run->result;

	result->output_bytes += size;
	if (run->over_output)
		return;
	if (result->output_bytes > run->spec->limits.output_bytes) {
		run->over_output = true;
		kill_program(run);
		return;
	}
	if (run->spec->output)
		run->spec->output(run->spec->context, run->buffer, size);
}

static void take_error(struct run *run, size_t size)
{
	struct box_result *result = run->result;
	size_t room = run->spec->error_capacity - result->error_kept;

	result->error_bytes += size;
	if (!run->spec->error_text)
		return;
	if (size > room)
		size = room;
	memcpy(run->spec->error_text + result->error_kept, run->buffer, size);
	result->error_kept += size;
}

/* Reads what is there, in a pipe that has not ended yet; closes it at its end. */
static void drain(struct run *run, int *fd, void (*take)(struct run *run, size_t size))
{
	for (;;) {
		ssize_t n = read(*fd, run->buffer, sizeof run->buffer);

		if (n > 0) {
			take(run, (size_t)n);
			if ((size_t)n == sizeof run->buffer)
				continue;
			return;
		}
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		close(*fd);
		*fd = -1;
		return;
	}
}

static int receive_reply(struct run *run, struct error *err)
{
	if (fd_receive(run->box->control, &run->reply, sizeof run->reply, NULL, 0, NULL) !=
	    sizeof run->reply)
		return error_set(err, ERROR_LOST, 0, "the box died");
	run->replied = true;
	return 0;
}

/* Until the spawner has answered: nobody is left then who could write. */
static int await_reply(struct run *run, struct error *err)
{
	const struct timespec quiet = { .tv_nsec = QUIET_NS };
	struct pollfd control = { .fd = run->box->control, .events = POLLIN };
	int64_t end = clock_ns() + run->spec->limits.starved_ns + GUARD_MS * NS_PER_MS;

	if (ppoll(&control, 1, &quiet, NULL) == 1)
		return receive_reply(run, err);
	while (!run->replied) {
		struct pollfd polled[] = {
			{ .fd = run->out[0], .events = POLLIN },
			{ .fd = run->err[0], .events = POLLIN },
			control,
		};
		int64_t left = end - clock_ns();

		if (left <= 0)
			return error_set(err, ERROR_LOST, 0, "the box does not answer");
		if (poll(polled, ARRAY_SIZE(polled), (int)(left / NS_PER_MS) + 1) < 0)
			continue;
		if (polled[0].revents)
			drain(run, &run->out[0], take_output);
		if (polled[1].revents)
			drain(run, &run->err[0], take_error);
		if (polled[2].revents && receive_reply(run, err) < 0)
			return -1;
	}
	return 0;
}

static int attend(struct run *run, struct error *err)
{
	if (await_reply(run, err) < 0)
		return -1;
	if (run->out[0] >= 0)
		drain(run, &run->out[0], take_output);
	if (run->err[0] >= 0)
		drain(run, &run->err[0], take_error);
	return 0;
}

static int conclude(struct run *run, struct error *err)
{
	static const enum box_stop stops[] = {
		[STOP_NONE] = BOX_ENDED,
		[STOP_CPU] = BOX_STOPPED_CPU,
		[STOP_WALL] = BOX_STOPPED_IDLE,
		[STOP_STARVED] = BOX_STOPPED_STARVED,
		[STOP_KILLED] = BOX_STOPPED_OUTPUT,
		[STOP_DENIED] = BOX_STOPPED_DENIED,
	};
	const struct box_reply *reply = &run->reply;
	struct box_result *result = run->result;

	if (reply->errnum == ENODEV)
		return error_set(err, ERROR_LOST, ENODEV,
				 "someone removed or emptied the box's control groups");
	if (reply->errnum || reply->stop >= ARRAY_SIZE(stops))
		return error_set(err, ERROR_SYSTEM, reply->errnum, "box: %.*s",
				 (int)sizeof reply->stage, reply->stage);
	result->stopped_by = stops[reply->stop];
	/* The kill may have come too late; what counts is that the limit was passed. */
	if (run->over_output && result->stopped_by == BOX_ENDED)
		result->stopped_by = BOX_STOPPED_OUTPUT;
	if (reply->stop == STOP_DENIED)
		seccomp_describe(&reply->denied, result->denied, sizeof result->denied);
	result->exec_errnum = reply->exec_errnum;
	if (WIFSIGNALED(reply->wait_status))
		result->signal = WTERMSIG(reply->wait_status);
	else
		result->exit_code = WEXITSTATUS(reply->wait_status);
	result->cpu_ns = reply->cpu_ns;
	result->wall_ns = reply->wall_ns;
	result->memory_estimated = reply->memory_bytes == 0;
	result->memory_bytes = reply->memory_bytes ? reply->memory_bytes : reply->max_rss_bytes;
	result->oom = reply->oom_kills > 0;
	run->box->totals = reply->totals;
	return 0;
}

/*
 * Memory that belongs to no process, such as pipes and memory files, leaves the kernel nobody large
 * to kill, and it may choose the spawner: with it the whole box goes. What counts is its own
 * counter, as ever; what it says of memory is that the limit was reached.
 */
static int conclude_lost(struct box_set *set, unsigned class, struct run *run, int64_t began_ns,
			 struct error *err)
{
	const struct box_totals *lost = &set->box[class].lost;
	struct box_result *result = run->result;

	if (box_renew(set, class, err) < 0 || lost->oom_kills == 0)
		return -1;
	result->stopped_by = BOX_ENDED;
	result->signal = SIGKILL;
	result->cpu_ns = lost->cpu_ns;
	result->wall_ns = clock_ns() - began_ns;
	result->memory_bytes = run->spec->limits.memory_bytes;
	result->memory_estimated = true;
	result->oom = true;
	result->renewed = true;
	return 0;
}

static void close_pipes(struct run *run)
{
	int fds[] = { run->out[0], run->out[1], run->err[0], run->err[1] };

	for (size_t i = 0; i < ARRAY_SIZE(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

int box_run(struct box_set *set, unsigned class, const struct box_spec *spec,
	    struct box_result *ret_result, struct error *err)
{
	struct box_result result = { 0 };
	int64_t began_ns;
	struct run run;
	int status;

	/* Not the buffers: they are large and are written before they are read. */
	memset(&run, 0, offsetof(struct run, request));
	memset(&run.request, 0, offsetof(struct box_request, strings));
	run.box = &set->box[class];
	run.spec = spec;
	run.result = &result;
	run.replied = run.over_output = false;
	run.out[0] = run.out[1] = run.err[0] = run.err[1] = -1;
	if (fill_request(&run, err) < 0)
		return -1;
	began_ns = clock_ns();
	status = set_limits(run.box, &spec->limits, err);
	if (status == 0)
		status = send_request(&run, err);
	if (status < 0)
		box_renew(set, class, err);
	else if (attend(&run, err) == 0)
		status = conclude(&run, err);
	else
		status = run.replied ? -1 : conclude_lost(set, class, &run, began_ns, err);
	/* Someone removed its groups: without them it has no limits. */
	if (run.replied && run.reply.errnum == ENODEV)
		box_renew(set, class, err);
	if (status < 0 && err->errnum == ENODEV)
		err->kind = ERROR_LOST;
	close_pipes(&run);
	if (status == 0)
		*ret_result = result;
	return status;
}
