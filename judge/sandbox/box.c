#include "sandbox/box.h"

#include "sandbox/box_limits.h"
#include "sandbox/launcher_protocol.h"
#include "sandbox/request.h"
#include "util/cleanup.h"
#include "util/fd.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUILD_TIMEOUT_MS = 30000, ANSWER_TIMEOUT_MS = 30000 };

static const struct box no_box = { .control = -1, .limit = { -1, -1, -1 } };

void box_set_init(struct box_set *set, const struct slot_link *link)
{
	set->link = link;
	for (size_t i = 0; i < CLASS_MAX; i++)
		set->box[i] = no_box;
}

static void drop(struct box *box)
{
	/* Others may hold copies; the spawner must see the end all the same, and leave. */
	if (box->control >= 0) {
		shutdown(box->control, SHUT_RDWR);
		close(box->control);
	}
	for (int i = 0; i < BOX_LIMIT_FDS; i++)
		if (box->limit[i] >= 0)
			close(box->limit[i]);
	/* Its successor is told what it counted to the end. */
	*box = (struct box){ .control = -1, .limit = { -1, -1, -1 }, .totals = box->totals };
}

static struct box_totals difference(const struct box_totals *end, const struct box_totals *known)
{
	struct box_totals totals = { 0 };

	if (end->oom_kills > known->oom_kills)
		totals.oom_kills = end->oom_kills - known->oom_kills;
	if (end->cpu_ns > known->cpu_ns)
		totals.cpu_ns = end->cpu_ns - known->cpu_ns;
	return totals;
}

/* Takes one message in, and sends it on if forward is a socket. Its class is in *ret_class. */
static int receive_box(struct box_set *set, int forward, unsigned *ret_class, struct error *err)
{
	struct box_message message;
	int fds[1 + BOX_LIMIT_FDS];
	size_t count, next = 0;
	struct box *box;

	if (fd_receive(set->link->boxes, &message, sizeof message, fds, ARRAY_SIZE(fds), &count) !=
		    sizeof message || message.class >= box_class_count)
		return error_set(err, ERROR_LOST, 0, "the launcher has gone");
	if (forward >= 0)
		fd_send(forward, &message, sizeof message, fds, count);
	*ret_class = message.class;
	box = &set->box[message.class];
	drop(box);
	if (message.err.kind != ERROR_NONE) {
		*err = message.err;
		return -1;
	}
	if (count != 3u + message.has_swap)
		return error_set(err, ERROR_SYSTEM, 0, "the launcher sent half a box");
	box->facts = message.facts;
	box->lost = difference(&message.last, &box->totals);
	box->totals = (struct box_totals){ 0 };
	box->control = fds[next++];
	box->limit[0] = fds[next++];
	box->limit[1] = message.has_swap ? fds[next++] : -1;
	box->limit[2] = fds[next];
	return 0;
}

/* Waits until there is news about this class. */
static int await_box(struct box_set *set, unsigned class, struct error *err)
{
	struct pollfd polled = { .fd = set->link->boxes, .events = POLLIN };
	unsigned got = CLASS_MAX;

	while (got != class) {
		if (poll(&polled, 1, BUILD_TIMEOUT_MS) != 1)
			return error_set(err, ERROR_SYSTEM, 0, "the launcher does not answer");
		if (receive_box(set, -1, &got, err) < 0 && (got == class || got == CLASS_MAX))
			return -1;
	}
	return 0;
}

int box_set_take(struct box_set *set, int forward, struct error *err)
{
	unsigned class;

	return receive_box(set, forward, &class, err);
}

static bool is_dead(const struct box *box)
{
	struct pollfd polled = { .fd = box->control };

	return poll(&polled, 1, 0) == 1;
}

int box_require(struct box_set *set, unsigned class, struct error *err)
{
	struct pollfd news = { .fd = set->link->boxes, .events = POLLIN };
	uint8_t request = (uint8_t)class;

	while (poll(&news, 1, 0) == 1) {
		struct error why = { 0 };
		unsigned got = CLASS_MAX;

		/* That another one could not be built is for whoever asks for it. */
		if (receive_box(set, -1, &got, &why) < 0 && (got == class || got == CLASS_MAX)) {
			*err = why;
			return -1;
		}
	}
	/* A dead one is replaced without being asked for. */
	if (set->box[class].control >= 0 && !is_dead(&set->box[class]))
		return 0;
	if (set->box[class].control < 0 &&
	    fd_send(set->link->requests, &request, sizeof request, NULL, 0) < 0)
		return error_system(err, "cannot ask the launcher for a box");
	return await_box(set, class, err);
}

void box_set_reset(struct box_set *set)
{
	/* The descriptors stay: box_require() then sees a dead box, and waits for its successor. */
	for (size_t i = 0; i < box_class_count; i++)
		if (set->box[i].control >= 0)
			shutdown(set->box[i].control, SHUT_RDWR);
}

int box_renew(struct box_set *set, unsigned class, struct error *err)
{
	struct error why = { 0 };

	drop(&set->box[class]);
	if (await_box(set, class, &why) == 0)
		return 0;
	return error_context(err, "%s", why.message);
}

static int lost(struct box_set *set, unsigned class, const char *when, struct error *err)
{
	error_set(err, ERROR_LOST, 0, "box %s died (%s)", box_classes[class].name, when);
	box_renew(set, class, err);
	return -1;
}

static int check_reply(const struct box_reply *reply, const char *what, struct error *err)
{
	if (!reply->errnum)
		return 0;
	return error_set(err, ERROR_SYSTEM, reply->errnum, "box: %s%s%.*s", what,
			 reply->stage[0] ? ": " : "", (int)sizeof reply->stage, reply->stage);
}

/* One request, one answer; *ret_fd, if wanted, is the descriptor that came along. */
static int ask(struct box_set *set, unsigned class, const struct box_request *request,
	       const int *fds, size_t count, int *ret_fd, const char *what, struct error *err)
{
	int control = set->box[class].control;
	struct pollfd polled = { .fd = control, .events = POLLIN };
	struct box_reply reply;
	size_t received;
	int fd = -1;

	if (fd_send(control, request, request_size(request), fds, count) < 0 ||
	    poll(&polled, 1, ANSWER_TIMEOUT_MS) != 1 ||
	    fd_receive(control, &reply, sizeof reply, &fd, 1, &received) != sizeof reply)
		return lost(set, class, what, err);
	set->box[class].totals = reply.totals;
	set->box[class].stale = reply.stale;
	if (received && !ret_fd)
		close(fd);
	if (ret_fd)
		*ret_fd = received ? fd : -1;
	return check_reply(&reply, what, err);
}

int box_put(struct box_set *set, unsigned class, enum put_place place, const char *const *names,
	    const int *fds, size_t count, struct error *err)
{
	if (box_limits_reserve(&set->box[class], place, names, fds, count, err) < 0)
		return -1;
	for (size_t done = 0; done < count;) {
		struct box_request request = { .kind = REQUEST_PUT, .place = place };
		size_t batch = 0;

		while (done + batch < count && batch < PUT_FDS &&
		       request_add(&request, names[done + batch]))
			batch++;
		if (batch == 0)
			return error_set(err, ERROR_SYSTEM, 0, "file name too long");
		if (ask(set, class, &request, fds + done, batch, NULL, "cannot lay out files",
			err) < 0)
			return -1;
		done += batch;
	}
	return 0;
}

int box_seal(struct box_set *set, unsigned class, struct error *err)
{
	const struct box_request request = { .kind = REQUEST_SEAL };

	return ask(set, class, &request, NULL, 0, NULL, "cannot seal the files", err);
}

static int exchange(struct box_set *set, unsigned class, struct error *err)
{
	struct error why = { 0 };

	error_set(&why, ERROR_LOST, 0, "box %s cannot be exchanged", box_classes[class].name);
	if (box_renew(set, class, &why) == 0)
		return 0;
	*err = why;
	return -1;
}

int box_clean(struct box_set *set, unsigned class, enum put_place place, struct error *err)
{
	const struct box_request request = { .kind = REQUEST_CLEAN, .place = place };

	if (ask(set, class, &request, NULL, 0, NULL, "cannot clean", err) < 0)
		return -1;
	box_limits_release(&set->box[class], PUT_WORK);
	if (place == PUT_FILES)
		box_limits_release(&set->box[class], PUT_FILES);
	return set->box[class].stale ? exchange(set, class, err) : 0;
}

int box_remove(struct box_set *set, unsigned class, const char *name, struct error *err)
{
	struct box_request request = { .kind = REQUEST_REMOVE, .argc = 1 };

	if (!request_add(&request, name))
		return error_set(err, ERROR_SYSTEM, 0, "file name too long");
	return ask(set, class, &request, NULL, 0, NULL, "cannot remove a file", err);
}

int box_work(struct box_set *set, unsigned class, struct error *err)
{
	const struct box_request request = { .kind = REQUEST_WORK };
	int fd;

	if (ask(set, class, &request, NULL, 0, &fd, "cannot open /work", err) < 0)
		return -1;
	return fd;
}

/* The words of the first line are true of every box: one that lacks any of it is not built. */
const char *box_layers(const struct box_set *set, unsigned class, char *text, size_t size)
{
	const struct box_facts *facts = &set->box[class].facts;
	char landlock[24] = "";

	if (facts->landlock_abi)
		snprintf(landlock, sizeof landlock, " landlock-%u", facts->landlock_abi);
	snprintf(text, size, "%s%s%s%s%s",
		 "userns mountns pidns netns ipcns utsns cgroupns read-only-root uid "
		 "no-capabilities no-new-privs seccomp seccomp-arguments rlimits memory pids cpu",
		 landlock, facts->swap_limit ? " no-swap" : "", facts->realtime ? " realtime" : "",
		 facts->cpuset ? " cpuset" : "");
	return text;
}
