/*
 * validator_language: a validator in a language of which only a profile knows how it is compiled
 * and run. It runs in the box of validators all the same: box and files of the submission's own
 * class are the submission's.
 */
#ifndef PIPELINE_VALIDATOR_LANGUAGE_H
#define PIPELINE_VALIDATOR_LANGUAGE_H

#include "pipeline/validator.h"
#include "profile/profile.h"

struct validator_source {
	const struct tree *tree;
	const struct problem *problem;
	const struct program *program;
	const struct artifact *files;	/* the program's, as they are compiled */
};

/*
 * Fills executable, command, environment and memory of *validator; *ret_files has to be laid out
 * below /files under the names that it has. ERROR_USAGE when it does not compile, or no profile in
 * languages has its extensions.
 */
int validator_build_language(const struct validator_source *source,
			     const struct profile_table *languages, struct box_set *boxes,
			     struct validator *validator, struct artifact *ret_files,
			     struct error *err);

#endif
