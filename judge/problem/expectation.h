/*
 * expectation: which verdicts a jury submission may have: by its folder's name, by a tag that
 * DOMjudge reads in its source, "@EXPECTED_RESULTS@: WRONG-ANSWER, TIMELIMIT".
 */
#ifndef PROBLEM_EXPECTATION_H
#define PROBLEM_EXPECTATION_H

#include "model/verdict.h"

#include <stdbool.h>
#include <stddef.h>

/* error is "" unless the expectation cannot be understood. Neither: there is none. */
struct expectation {
	verdict_set expected;
	char error[160];
};

/* By the first tag in the text of a source. */
struct expectation expectation_of_source(const char *text, size_t size);

/* Adds what another source of the same submission says; two must agree. */
void expectation_merge(struct expectation *expectation, const struct expectation *other);

/*
 * A standard folder wins, except that the tag may say which kind of run-time error it is, for
 * which the format has no folders. Elsewhere the tag decides, in legacy packages also in rejected/
 * and brute_force/, which are standard only in 2025-09.
 */
struct expectation expectation_choose(const char *folder, size_t length, bool legacy,
				      const struct expectation *tag);

#endif
