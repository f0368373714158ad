/*
 * work: what a slot needs for a case: the submission, the profile with the case's limits, and a
 * package whose files no directory names, so that nothing is left of it in any event.
 */
#ifndef ABUSE_WORK_H
#define ABUSE_WORK_H

#include "case.h"

#include "model/profile.h"
#include "model/submission.h"
#include "model/tree.h"
#include "pipeline/plan.h"
#include "profile/profile.h"
#include "util/error.h"

/* Where everything is found. */
struct places {
	char cases[4096], header[4096], langs[4096], own_langs[4096], interactors[4096];
	char programs[4096];		/* the static programs sentinel and install */
	const char *prebuilt;		/* directory of compiled cases, or NULL: they are sources */
};

/* The languages of contestants, and the one of programs that are compiled already. */
struct languages {
	struct profile_table table, own;
};

struct work {
	struct submission submission;
	struct profile profile;
	struct tree tree;
	struct judge_options options;
	unsigned char hash[32];		/* of the package, before */
};

/*
 * slow stretches the time limit of a case that is not about time. ERROR_USAGE when the submission
 * is refused as it comes in. The caller frees *ret_work.
 */
int work_prepare(const struct places *places, const struct languages *languages,
		 const struct abuse_case *c, double slow, struct work *ret_work, struct error *err);

/*
 * A submission of the profile's that must be accepted whatever came before; interactor, if not "",
 * is whom it talks to, and accepts the test "go".
 */
int work_sentinel(const struct places *places, const struct languages *languages,
		  const struct profile *profile, const char *interactor, struct work *ret_work,
		  struct error *err);

/* The profile that the case will be judged with. */
int work_profile(const struct places *places, const struct languages *languages,
		 const struct abuse_case *c, const struct profile **ret_profile,
		 struct error *err);

/* Is the package still what it was? */
bool work_is_unchanged(const struct work *work);
void work_free(struct work *work);

#endif
