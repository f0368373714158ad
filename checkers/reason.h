/*
 * reason: the words for the first difference, the same for every comparer.
 *
 *	token 4 of line 2: expected 17, got end of file
 *	line 3: expected "abc", got "abd"
 *	line 1, column 6: expected a space, got a newline
 *
 * and for those who may not see the answer: "token 4 of line 2: got end of file".
 */
#ifndef CHECKERS_REASON_H
#define CHECKERS_REASON_H

#include "checkers/comparer.h"
#include "checkers/scan.h"

enum piece_kind { PIECE_END, PIECE_SPACE, PIECE_TOKEN };

/* One side of a difference. */
struct piece {
	enum piece_kind kind;
	const char *bytes;	/* of the token, as many as are known, or the space; borrowed */
	size_t known;
	size_t length;		/* of the whole token, as far as it was read */
};

enum { REASON_TOKEN = 40 };	/* bytes of a token that are shown; no more need be known */

/* What stands in the answer at place: its end, a space, or a token. */
struct piece reason_piece_at(const char *answer, size_t size, size_t place);

/*
 * Fills everything of result: a rejection at this place of the answer. same is how many bytes
 * two tokens have in common; it is said when they look alike as far as they are shown.
 */
void reason_reject(const char *answer, size_t size, size_t place, const struct piece *got,
		   size_t same, struct comparison_result *result);

/* The same where other bytes are blanks; reason_reject() has those of the ICPC. */
void reason_reject_among(enum blanks blanks, const char *answer, size_t size, size_t place,
			 const struct piece *got, size_t same, struct comparison_result *result);

#endif
