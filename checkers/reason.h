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

/*
 * The same as "wrong output format: ...", for what is not even of the kind that is expected, as
 * testlib has it.
 */
void reason_format(const char *answer, size_t size, size_t place, const struct piece *got,
		   struct comparison_result *result);

/* The package's fault: at this place the answer should have what is needed ("an integer"). */
void reason_fault(const char *answer, size_t size, size_t place, const char *needed,
		  struct comparison_result *result);

/* A rejection without a reason yet: line, column and token of a place in the answer. */
void reason_locate(const char *answer, size_t place, struct comparison_result *result);

/* The output has nothing where the answer has something. */
void reason_no_output(struct comparison_result *result);

/* A piece as reasons show it: 17, "abc", "abcdef"..., a space, end of file. */
enum { REASON_TEXT = 72 };
void reason_describe(const struct piece *piece, char text[REASON_TEXT]);

#endif
