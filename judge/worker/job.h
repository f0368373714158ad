/*
 * job: what a slot needs to judge one submission, sent down its socket: one message with a memory
 * file (profile, options, sources, names) and further ones with the package's descriptors. A slot
 * needs no right to any directory of the user's.
 */
#ifndef WORKER_JOB_H
#define WORKER_JOB_H

#include "model/profile.h"
#include "model/submission.h"
#include "model/tree.h"
#include "pipeline/plan.h"
#include "profile/profile.h"
#include "util/error.h"

struct job {
	struct submission submission;
	struct profile profile;
	struct profile_table languages;	/* those that the package's own programs may need */
	struct tree tree;
	struct judge_options options;
};

/*
 * Borrows everything. Parts of the package that judging never reads are left out, and profiles
 * that none of its own programs is for; languages may be NULL.
 */
int job_send(int socket, const struct submission *submission, const struct profile *profile,
	     const struct profile_table *languages, const struct tree *tree,
	     const struct judge_options *options, struct error *err);

/* 1 with a job, which the caller frees; 0 when the other end has gone; -1 with *err. */
int job_receive(int socket, struct job *ret_job, struct error *err);

void job_free(struct job *job);

#endif
