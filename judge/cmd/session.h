/*
 * session: what the judging commands have in common: profiles, packages, sources, options.
 */
#ifndef CMD_SESSION_H
#define CMD_SESSION_H

#include "cmd/command.h"
#include "model/problem.h"
#include "model/submission.h"
#include "model/tree.h"
#include "pipeline/plan.h"
#include "profile/profile.h"

/* Freed when their scope is left; to be set to zeros where they are declared. */
#define autoprofiles __attribute__((cleanup(profile_table_free)))
#define autotree __attribute__((cleanup(tree_free)))
#define autoproblem __attribute__((cleanup(problem_free)))
#define autosubmission __attribute__((cleanup(submission_free)))

/* Profiles that do not load do not stop the others; the table says why they did not. */
int session_profiles(const struct invocation *invocation, struct profile_table *ret_table,
		     struct error *err);

int session_package(const char *path, struct tree *ret_tree, struct problem *ret_problem,
		    struct error *err);

/*
 * A submission from files, or one directory of files, as the invoking user may read them. Names
 * are as they were given until session_language() has been called.
 */
int session_sources(char *const *paths, int count, struct submission *ret_submission,
		    struct error *err);

/* A jury submission out of its package, constants filled in. */
int session_jury(const struct tree *tree, const struct problem *problem,
		 const struct jury_submission *jury, struct submission *ret_submission, struct error *err);

/* Chooses the profile: the one named, or by the files' names. Fills submission->language. */
int session_language(const struct profile_table *table, const char *name,
		     const struct problem *problem, struct submission *submission,
		     const struct profile **ret_profile, struct error *err);

#endif
