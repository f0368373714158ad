/*
 * types: which kind of problem a package is, by the keys `type` and legacy `validation`.
 */
#ifndef PROBLEM_TYPES_H
#define PROBLEM_TYPES_H

#include "model/problem.h"
#include "util/yaml.h"

/* A set of the words that a key has. */
enum type_word {
	WORD_PASS_FAIL = 1 << 0,
	WORD_SCORING = 1 << 1,
	WORD_INTERACTIVE = 1 << 2,
	WORD_MULTI_PASS = 1 << 3,
	WORD_SUBMIT_ANSWER = 1 << 4,
	WORD_DEFAULT = 1 << 5,
	WORD_CUSTOM = 1 << 6,
	WORD_SCORE = 1 << 7,
};

/* Loaders of the two keys; the member is an unsigned, a set of words. Each is a list or a string. */
yaml_loader load_type, load_validation;

/*
 * What both sets say together. doc is the document that they are from: what contradicts each other
 * is an error at its place there.
 */
int types_combine(const struct yaml *doc, unsigned type, unsigned validation,
		  struct problem_type *ret, struct error *err);

#endif
