/*
 * programs: the programs of a package that take part in judging, and what is compiled with
 * submissions.
 */
#ifndef PROBLEM_PROGRAMS_H
#define PROBLEM_PROGRAMS_H

#include "model/problem.h"
#include "model/tree.h"
#include "problem/problem_yaml.h"
#include "util/error.h"

/*
 * Fills problem->validators. On failure problem owns what was found so far.
 *
 * A program that is PROGRAM_PROFILE is of no language that the format knows: the caller looks for a
 * profile by its files' extensions, and refuses it if there is none. A PROGRAM_PYTHON that is a
 * directory has __main__.py at its top, or just one .py file in all.
 */
int validators_read(const struct tree *tree, const struct problem_yaml *yaml,
		    struct problem *problem, struct error *err);

/* Fills problem->graders: none or one, which legacy groups with `grading: custom` need. */
int graders_read(const struct tree *tree, struct problem *problem, struct error *err);

/*
 * Fills problem->static_validator: none or one. An error in a submit-answer problem, which the type
 * must say by then.
 */
int static_validator_read(const struct tree *tree, struct problem *problem, struct error *err);

/*
 * Fills problem->includes, one per directory of include/. Their names are the format's codes of
 * languages, which are families or ids of profiles; or "default", for all languages: what a
 * language has of its own is laid over that.
 */
int includes_read(const struct tree *tree, struct problem *problem, struct error *err);

#endif
