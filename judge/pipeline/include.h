/*
 * include: what a package compiles with every submission: include/default/, and over it the folder
 * of the submission's language. The jury's file wins where the submission has one of the same name.
 */
#ifndef PIPELINE_INCLUDE_H
#define PIPELINE_INCLUDE_H

#include "pipeline/plan.h"

/* Are there files for the plan's language? */
bool include_applies(const struct plan *plan);

/* Does the package add a file of this name to submissions of the profile's language? */
bool include_has(const struct problem *problem, const struct tree *tree,
		 const struct profile *profile, const char *name);

/*
 * The submission with them, constants filled in; the caller frees it with submission_free(). It may
 * have more than SUBMISSION_FILES then, which nothing but a submission with fewer of its own mends;
 * ERROR_USAGE is the package's fault alone.
 */
int include_files(const struct plan *plan, struct submission *ret_submission, struct error *err);

/*
 * The bytes of a package's file with {{name}} of its constants filled in, as the format has it for
 * programs of the package; the caller frees *ret_bytes.
 */
int include_read(const struct tree_file *file, const struct problem *problem, char **ret_bytes,
		 size_t *ret_size, struct error *err);

#endif
