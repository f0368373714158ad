#include "worker/slot.h"

#include "pipeline/judge.h"
#include "problem/problem.h"
#include "sandbox/confine.h"
#include "util/cleanup.h"
#include "util/fd.h"
#include "worker/event.h"
#include "worker/job.h"
#include "worker/summarise.h"
#include "worker/toolchain.h"
#include "worker/validator_cache.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct slot {
	const struct slot_link *link;
	struct box_set boxes;
	struct validator_cache cache;
	struct toolchain_cache toolchains;
	struct confinement judge;	/* of what is forked here */
	uint32_t job;			/* number of the one that is judged */
};

static int require_class(struct slot *slot, const char *name, struct error *err)
{
	int class = box_class_find(name);

	if (class < 0)
		return error_set(err, ERROR_SYSTEM, 0, "there is no box class %s", name);
	return box_require(&slot->boxes, (unsigned)class, err);
}

static bool has_validators(const struct tree *tree)
{
	return tree_find_prefix(tree, "output_validators/") >= 0 ||
	       tree_find_prefix(tree, "output_validator/") >= 0 ||
	       tree_find_prefix(tree, "graders/") >= 0 ||
	       tree_find_prefix(tree, "static_validator/") >= 0;
}

/* Where the package's own programs are built, in whatever language they are. */
static int require_builders(struct slot *slot, const struct job *job, struct error *err)
{
	if (require_class(slot, "gcc", err) < 0 || require_class(slot, "build", err) < 0)
		return -1;
	for (size_t i = 0; i < job->languages.count; i++)
		if (job->languages.profiles[i].has_compile &&
		    require_class(slot, job->languages.profiles[i].compile.class, err) < 0)
			return -1;
	return 0;
}

/* All boxes are there before the judge is: it cannot ask the launcher for any. */
static int require_boxes(struct slot *slot, const struct job *job, struct error *err)
{
	if (require_class(slot, job->profile.run.class, err) < 0)
		return -1;
	if (job->profile.has_compile && require_class(slot, job->profile.compile.class, err) < 0)
		return -1;
	return has_validators(&job->tree) ? require_class(slot, "validator", err) : 0;
}

/* A child that reports through channel; boxes that are built meanwhile arrive through it, too. */
struct child {
	pid_t pid;
	int pidfd, channel;
};

static int become_child(struct slot *slot, int channel)
{
	struct slot_link *link = malloc(sizeof *link);
	struct error err = { 0 };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!link)
		return -1;
	*link = *slot->link;
	link->boxes = channel;
	slot->boxes.link = link;
	close(slot->link->requests);
	if (confine_enter(&slot->judge, &err) < 0) {
		error_print(&err);
		return -1;
	}
	confine_close(&slot->judge);
	return 0;
}

static int fork_child(struct slot *slot, struct child *child, struct error *err)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return error_system(err, "cannot start a judge");
	child->pid = fork();
	if (child->pid < 0) {
		close(ends[0]);
		close(ends[1]);
		return error_system(err, "cannot start a judge");
	}
	if (child->pid == 0) {
		close(ends[0]);
		child->channel = ends[1];
		if (become_child(slot, ends[1]) < 0)
			_exit(1);
		return 0;
	}
	close(ends[1]);
	child->channel = ends[0];
	child->pidfd = (int)syscall(SYS_pidfd_open, child->pid, 0);
	return 0;
}

/* Until the child has ended. Its exit status as wait gives it. */
static int attend_child(struct slot *slot, struct child *child)
{
	struct error err;
	int status;

	for (;;) {
		struct pollfd polled[] = {
			{ .fd = child->pidfd, .events = POLLIN },
			{ .fd = slot->link->boxes, .events = POLLIN },
			{ .fd = slot->link->jobs },
		};

		if (poll(polled, ARRAY_SIZE(polled), -1) < 0)
			continue;
		if (polled[2].revents)
			_exit(0);	/* nobody wants the result: the child dies with us */
		if (polled[1].revents && box_set_take(&slot->boxes, child->channel, &err) < 0) {
			if (err.kind == ERROR_LOST)
				_exit(0);	/* no launcher: the signal of its death is on its way */
			error_print(&err);
		}
		if (polled[0].revents)
			break;
	}
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		;
	close(child->pidfd);
	if (status)
		box_set_reset(&slot->boxes);
	return status;
}

static int died(const char *what, int status, struct error *err)
{
	if (WIFSIGNALED(status))
		return error_set(err, ERROR_LOST, 0, "%s was killed by signal %d", what,
				 WTERMSIG(status));
	return error_set(err, ERROR_LOST, 0, "%s exited with code %d", what,
			 WEXITSTATUS(status));
}

static int build_validators(struct slot *slot, const struct job *job,
			    struct validator_set *ret_set, struct error *err)
{
	struct child child;
	int status, result;

	if (fork_child(slot, &child, err) < 0)
		return -1;
	if (child.pid == 0) {
		struct validator_set built;
		struct problem problem;
		struct error failure = { 0 };

		result = problem_load(&job->tree, &problem, &failure);
		if (result == 0)
			result = validators_build(&job->tree, &problem, &job->languages,
						  &slot->boxes, &built, &failure);
		_exit(validator_set_send(child.channel, result < 0 ? NULL : &built, &failure) < 0);
	}
	status = attend_child(slot, &child);
	result = status ? died("the builder of validators", status, err) :
			  validator_set_receive(child.channel, ret_set, err);
	close(child.channel);
	return result;
}

/*
 * Validators are built by a process that sees the package alone, before any submission comes near
 * it, and are handed to every judge of that package by inheritance.
 */
static const struct validator_set *require_validators(struct slot *slot, const struct job *job,
						       bool *ret_cached, struct error *err)
{
	const struct validator_set *set;
	struct validator_key package, sources;
	struct validator_set built;

	memcpy(package.bytes, job->tree.hash, sizeof package.bytes);
	*ret_cached = true;
	set = validator_cache_find(&slot->cache, &package);
	if (set)
		return set;
	if (validator_key_make(&job->tree, &job->languages, &sources, err) < 0)
		return NULL;
	set = validator_cache_find_sources(&slot->cache, &sources, &package);
	if (set)
		return set;
	*ret_cached = false;
	if (require_builders(slot, job, err) < 0 || build_validators(slot, job, &built, err) < 0)
		return NULL;
	return validator_cache_add(&slot->cache, &sources, &package, &built);
}

/* Asked by a child, as everything that runs in a box is; a child that dies leaves it unknown. */
static const char *require_toolchain(struct slot *slot, const struct profile *profile,
				     struct error *err)
{
	const char *known = toolchain_find(&slot->toolchains, profile->id);
	char version[TOOLCHAIN_BYTES] = "";
	struct child child;

	if (known)
		return known;
	if (fork_child(slot, &child, err) < 0)
		return NULL;
	if (child.pid == 0) {
		toolchain_ask(profile, &slot->boxes, version);
		_exit(fd_send(child.channel, version, sizeof version, NULL, 0) < 0);
	}
	if (attend_child(slot, &child) != 0 ||
	    fd_receive(child.channel, version, sizeof version, NULL, 0, NULL) < 0)
		version[0] = '\0';
	close(child.channel);
	version[sizeof version - 1] = '\0';
	return toolchain_add(&slot->toolchains, profile->id, version);
}

static int judge_job(struct slot *slot, const struct judge_job *prepared)
{
	struct judge_job work = *prepared;
	struct event_reporter events;
	struct summariser summariser;
	struct reporter *reporter = &events.reporter;
	struct problem problem;
	struct error err = { 0 };

	event_reporter_init(&events, slot->link->jobs, slot->job);
	if (problem_load(work.tree, &problem, &err) < 0)
		return event_send_failed(slot->link->jobs, slot->job, &err);
	work.problem = &problem;
	if (work.options.summary) {
		summariser_init(&summariser, &problem, reporter);
		reporter = &summariser.reporter;
	}
	if (judge_submission(&work, &slot->boxes, reporter, &err) < 0)
		return event_send_failed(slot->link->jobs, slot->job, &err);
	return 0;	/* the process ends: nothing is freed */
}

static int run_judge(struct slot *slot, const struct judge_job *work, struct error *err)
{
	struct child child;
	int status;

	if (fork_child(slot, &child, err) < 0)
		return -1;
	if (child.pid == 0) {
		prctl(PR_SET_NAME, "assize-judge");
		_exit(judge_job(slot, work) < 0);
	}
	status = attend_child(slot, &child);
	close(child.channel);
	return status ? died("the judge", status, err) : 0;
}

static int serve(struct slot *slot, const struct job *job, struct error *err)
{
	static const struct validator_set none = { .count = 0 };
	struct judge_job work = {
		.submission = &job->submission, .profile = &job->profile, .tree = &job->tree,
		.validators = &none, .validators_from = "", .options = job->options,
	};
	bool cached;

	if (require_boxes(slot, job, err) < 0)
		return -1;
	work.toolchain = require_toolchain(slot, &job->profile, err);
	if (!work.toolchain)
		return -1;
	if (has_validators(&job->tree) && !job->options.only_run) {
		work.validators = require_validators(slot, job, &cached, err);
		if (!work.validators)
			return -1;
		work.validators_from = cached ? "cached" : "built";
	}
	return run_judge(slot, &work, err);
}

static int confine(struct slot *slot, struct error *err)
{
	struct confinement own;
	int status;

	if (confine_prepare(ROLE_JUDGE, &slot->judge, err) < 0 ||
	    confine_prepare(ROLE_SLOT, &own, err) < 0)
		return -1;
	status = confine_enter(&own, err);
	confine_close(&own);
	return status;
}

void slot_main(const struct slot_link *link)
{
	struct slot *slot = calloc(1, sizeof *slot);
	struct error err = { 0 };

	if (!slot)
		return;
	slot->link = link;
	box_set_init(&slot->boxes, link);
	if (confine(slot, &err) < 0) {
		error_print(&err);
		return;
	}
	for (;;) {
		struct job job;
		int got;

		err = (struct error){ 0 };
		got = job_receive(link->jobs, &job, &err);
		if (got == 0)
			break;
		slot->job++;
		/* Its descriptors may still be coming: this socket makes no sense any more. */
		if (got < 0) {
			event_send_failed(link->jobs, slot->job, &err);
			break;
		}
		if (serve(slot, &job, &err) < 0)
			event_send_failed(link->jobs, slot->job, &err);
		job_free(&job);
	}
	free(slot);
}
