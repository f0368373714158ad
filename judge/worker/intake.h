/*
 * intake: a submission as it arrives, from a command line or a queue, made fit to be judged.
 */
#ifndef WORKER_INTAKE_H
#define WORKER_INTAKE_H

#include "model/submission.h"
#include "profile/profile.h"

/*
 * Chooses the profile: the one called language, or by the files' names if that is NULL or "",
 * among those allowed (packed; "": all). A single file whose name is not safe, or is not one of
 * that language, gets the profile's; of several files, names that are not safe or not unlike each
 * other are refused. Fills submission->language.
 */
int intake_submission(const struct profile_table *table, const char *language,
		      const char *allowed, struct submission *submission,
		      const struct profile **ret_profile, struct error *err);

#endif
