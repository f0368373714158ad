/*
 * One run, seen from the judge: limits, pipes, the request, and reading until the end.
 */
#include "sandbox/box.h"

#include "sandbox/box_limits.h"
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
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	GUARD_MS = 10000,	/* beyond every limit: then the spawner itself is stuck */
	PIPE_BYTES = 256 * 1024,
	READ_BYTES = 64 * 1024,
	OOM_SLACK = 4 << 20,	/* the spawner and what the kernel keeps for it are charged too */
	/*
	 * So long the judge sleeps through everything but the end: it shares its core with the program,
	 * which would have to stop for each piece of output that is read, and to no avail; where others
	 * want the core, it would not get it back at once. Long enough for a dynamic program that is
	 * started while the host is busy; who fills the pipe before waits for that long, once.
	 */
	QUIET_NS = 5000000,
};

struct box_running {
	struct box_set *set;
	unsigned class;
	struct box *box;
	const struct box_spec *spec;
	struct box_result result;
	int64_t began_ns, guard_ns;
	int out[2], err[2];	/* read end, write end; -1: closed */
	bool replied, lost, over_output;
	struct error why;	/* if lost */
	struct box_sight sight;
	struct box_request request;	/* from here on large, and written before it is read */
	struct box_reply reply;
	char buffer[READ_BYTES];
};

static int add_strings(struct box_request *request, const char *const *strings, uint32_t *count)
{
	for (; strings && *strings; strings++, ++*count)
		if (!request_add(request, *strings))
			return -1;
	return 0;
}

static int fill_request(struct box_running *run, struct error *err)
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

static int make_pipes(struct box_running *run, struct error *err)
{
	if (!run->spec->output_fd) {
		if (make_pipe(run->out, err) < 0)
			return -1;
		/* Fewer switches; smaller works as well. */
		fcntl(run->out[1], F_SETPIPE_SZ, PIPE_BYTES);
	}
	return run->spec->merge_error ? 0 : make_pipe(run->err, err);
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int send_request(struct box_running *run, struct error *err)
{
	const struct box_spec *spec = run->spec;
	autoclose int null = -1;
	int fds[REQUEST_FDS], output;
	size_t count = 0;

	if (make_pipes(run, err) < 0)
		return -1;
	output = spec->output_fd ? spec->output_fd : run->out[1];
	if (spec->input < 0)
		null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	fds[count++] = spec->input < 0 ? null : spec->input;
	fds[count++] = output;
	fds[count++] = spec->merge_error ? output : run->err[1];
	for (size_t i = 0; i < spec->extra_count; i++)
		fds[count++] = spec->extra[i];
	if (spec->executable >= 0)
		fds[count++] = spec->executable;
	if (fd_send(run->box->control, &run->request, request_size(&run->request), fds, count) < 0)
		return error_set(err, ERROR_LOST, errno, "cannot reach the box");
	close_end(&run->out[1]);
	close_end(&run->err[1]);
	return 0;
}

/* To the spawner, while a program runs; if it has gone, the answer to the run tells. */
static void tell(struct box_running *run, enum request_kind kind)
{
	const struct box_request request = { .kind = kind };

	if (!box_ended(run))
		fd_send(run->box->control, &request, request_size(&request), NULL, 0);
}

static void take_output(struct box_running *run, size_t size)
{
	struct box_result *result = &run->result;

	result->output_bytes += size;
	if (run->over_output)
		return;
	if (result->output_bytes > run->spec->limits.output_bytes) {
		run->over_output = true;
		box_kill(run);
		return;
	}
	if (run->spec->output)
		run->spec->output(run->spec->context, run->buffer, size);
}

static void take_error(struct box_running *run, size_t size)
{
	struct box_result *result = &run->result;
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
static void drain(struct box_running *run, int *fd, void (*take)(struct box_running *run, size_t size))
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
		close_end(fd);
		return;
	}
}

static void lose(struct box_running *run, const char *why)
{
	run->lost = true;
	error_set(&run->why, ERROR_LOST, 0, "%s", why);
}

/* The answer to the run, or to a look. */
static void receive_reply(struct box_running *run)
{
	if (fd_receive(run->box->control, &run->reply, sizeof run->reply, NULL, 0, NULL) !=
	    sizeof run->reply)
		lose(run, "the box died");
	else if (run->reply.look == LOOK_NONE)
		run->replied = true;
	else
		run->sight = (struct box_sight){
			.state = run->reply.look == LOOK_BUSY ? BOX_BUSY : BOX_IDLE,
			.cpu_ns = run->reply.cpu_ns,
		};
}

static void take(struct box_running *run, const struct pollfd *polled)
{
	if (polled[0].revents)
		drain(run, &run->out[0], take_output);
	if (polled[1].revents)
		drain(run, &run->err[0], take_error);
	if (polled[2].revents)
		receive_reply(run);
	if (!run->replied && !run->lost && clock_ns() > run->guard_ns)
		lose(run, "the box does not answer");
}

/* Until the spawner has answered: nobody is left then who could write. */
static void await_end(struct box_running *run)
{
	while (!box_ended(run)) {
		struct pollfd polled[BOX_POLLED];
		int64_t left = run->guard_ns - clock_ns();

		box_polled(run, polled);
		if (poll(polled, BOX_POLLED, left > 0 ? (int)(left / NS_PER_MS) + 1 : 0) >= 0)
			take(run, polled);
	}
}

/*
 * The kernel also kills in the group when the host, or a group above, is out of memory; then the
 * program had not taken what it may. How close it came is not known to the byte.
 */
static bool is_out_of_its_memory(const struct box_running *run)
{
	const uint64_t limit = run->spec->limits.memory_bytes;

	return run->result.memory_estimated ||
	       run->result.memory_bytes + OOM_SLACK >= limit - limit / 8;
}

static int conclude(struct box_running *run, struct error *err)
{
	static const enum box_stop stops[] = {
		[STOP_NONE] = BOX_ENDED,
		[STOP_CPU] = BOX_STOPPED_CPU,
		[STOP_WALL] = BOX_STOPPED_IDLE,
		[STOP_STARVED] = BOX_STOPPED_STARVED,
		[STOP_KILLED] = BOX_STOPPED_KILLED,
		[STOP_DENIED] = BOX_STOPPED_DENIED,
	};
	const struct box_reply *reply = &run->reply;
	struct box_result *result = &run->result;

	if (reply->errnum == ENODEV)
		return error_set(err, ERROR_LOST, ENODEV,
				 "someone removed or emptied the box's control groups");
	if (reply->errnum || reply->stop >= ARRAY_SIZE(stops))
		return error_set(err, ERROR_SYSTEM, reply->errnum, "box: %.*s",
				 (int)sizeof reply->stage, reply->stage);
	result->stopped_by = stops[reply->stop];
	/* The kill may have come too late; what counts is that the limit was passed. */
	if (run->over_output && (result->stopped_by == BOX_ENDED ||
				 result->stopped_by == BOX_STOPPED_KILLED))
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
	result->ended_ns = reply->ended_ns;
	result->memory_estimated = reply->memory_bytes == 0;
	result->memory_bytes = reply->memory_bytes ? reply->memory_bytes : reply->max_rss_bytes;
	result->oom = reply->oom_kills > 0;
	result->stale = reply->stale;
	run->box->totals = reply->totals;
	if (result->oom && !is_out_of_its_memory(run))
		return error_set(err, ERROR_SYSTEM, ENOMEM, "the kernel killed in the box although "
				 "its limit was not reached: the host, or the control group of the "
				 "worker, has less memory than its slots may use");
	return 0;
}

/*
 * Memory that belongs to no process, such as pipes and memory files, leaves the kernel nobody large
 * to kill, and it may choose the spawner: with it the whole box goes. What counts is its own
 * counter, as ever; what it says of memory is that the limit was reached.
 */
static int conclude_lost(struct box_running *run, struct error *err)
{
	const struct box_totals *lost = &run->box->lost;
	struct box_result *result = &run->result;

	*err = run->why;
	if (box_renew(run->set, run->class, err) < 0 || lost->oom_kills == 0)
		return -1;
	*err = (struct error){ 0 };
	result->stopped_by = BOX_ENDED;
	result->signal = SIGKILL;
	result->cpu_ns = lost->cpu_ns;
	result->ended_ns = clock_ns();
	result->wall_ns = result->ended_ns - run->began_ns;
	result->memory_bytes = run->spec->limits.memory_bytes;
	result->memory_estimated = true;
	result->oom = true;
	result->renewed = true;
	return 0;
}

static void close_pipes(struct box_running *run)
{
	for (int i = 0; i < 2; i++) {
		close_end(&run->out[i]);
		close_end(&run->err[i]);
	}
}

static int start(struct box_running *run, struct box_set *set, unsigned class,
		 const struct box_spec *spec, struct error *err)
{
	memset(run, 0, offsetof(struct box_running, request));
	memset(&run->request, 0, offsetof(struct box_request, strings));
	run->set = set;
	run->class = class;
	run->box = &set->box[class];
	run->spec = spec;
	run->out[0] = run->out[1] = run->err[0] = run->err[1] = -1;
	if (fill_request(run, err) < 0)
		return -1;
	run->began_ns = clock_ns();
	run->guard_ns = run->began_ns + spec->limits.starved_ns + GUARD_MS * NS_PER_MS;
	if (box_limits_set(run->box, &spec->limits, err) == 0 && send_request(run, err) == 0)
		return 0;
	box_renew(set, class, err);
	/* Someone removed its groups: without them it has no limits. */
	if (err->errnum == ENODEV)
		err->kind = ERROR_LOST;
	close_pipes(run);
	return -1;
}

static int finish(struct box_running *run, struct box_result *ret_result, struct error *err)
{
	int status;

	if (!box_ended(run)) {
		box_kill(run);
		run->guard_ns = clock_ns() + GUARD_MS * NS_PER_MS;
		await_end(run);
	}
	if (run->out[0] >= 0)
		drain(run, &run->out[0], take_output);
	if (run->err[0] >= 0)
		drain(run, &run->err[0], take_error);
	if (!run->spec->keep_work)
		box_limits_release(run->box, PUT_WORK);
	status = run->lost ? conclude_lost(run, err) : conclude(run, err);
	if (run->replied && run->reply.errnum == ENODEV)
		box_renew(run->set, run->class, err);
	if (status < 0 && err->errnum == ENODEV)
		err->kind = ERROR_LOST;
	close_pipes(run);
	if (status == 0)
		*ret_result = run->result;
	return status;
}

int box_run(struct box_set *set, unsigned class, const struct box_spec *spec,
	    struct box_result *ret_result, struct error *err)
{
	const struct timespec quiet = { .tv_nsec = QUIET_NS };
	struct box_running run;
	struct pollfd control;

	if (start(&run, set, class, spec, err) < 0)
		return -1;
	control = (struct pollfd){ .fd = run.box->control, .events = POLLIN };
	if (ppoll(&control, 1, &quiet, NULL) == 1)
		receive_reply(&run);
	await_end(&run);
	return finish(&run, ret_result, err);
}

struct box_running *box_start(struct box_set *set, unsigned class, const struct box_spec *spec,
			      struct error *err)
{
	struct box_running *run = malloc(sizeof *run);

	if (!run) {
		error_system(err, "a run");
		return NULL;
	}
	if (start(run, set, class, spec, err) == 0)
		return run;
	free(run);
	return NULL;
}

void box_polled(const struct box_running *run, struct pollfd polled[BOX_POLLED])
{
	polled[0] = (struct pollfd){ .fd = run->out[0], .events = POLLIN };
	polled[1] = (struct pollfd){ .fd = run->err[0], .events = POLLIN };
	/* The answer after the end is to somebody else's request. */
	polled[2] = (struct pollfd){ .fd = box_ended(run) ? -1 : run->box->control,
				     .events = POLLIN };
}

void box_take(struct box_running *run)
{
	struct pollfd polled[BOX_POLLED];

	box_polled(run, polled);
	if (poll(polled, BOX_POLLED, 0) >= 0)
		take(run, polled);
}

bool box_ended(const struct box_running *run)
{
	return run->replied || run->lost;
}

void box_kill(struct box_running *run)
{
	tell(run, REQUEST_KILL);
}

void box_expire(struct box_running *run)
{
	tell(run, REQUEST_EXPIRE);
}

void box_look(struct box_running *run)
{
	tell(run, REQUEST_LOOK);
}

struct box_sight box_sight(struct box_running *run)
{
	struct box_sight sight = run->sight;

	run->sight = (struct box_sight){ .state = BOX_UNSEEN };
	return sight;
}

int box_finish(struct box_running *run, struct box_result *ret_result, struct error *err)
{
	int status = finish(run, ret_result, err);

	free(run);
	return status;
}
