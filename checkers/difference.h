/*
 * difference: the first difference that a comparer found, and what must still be read of the output
 * to tell people about it.
 *
 *	difference_begin(&difference, scan, answer, place, PIECE_TOKEN, same);
 *	difference_keep(&difference, token, length);		the token so far, if it has begun
 *	difference_read(&difference, scan, data, size);		while it returns true
 *	difference_tell(&difference, scan, answer, size, &result);
 */
#ifndef CHECKERS_DIFFERENCE_H
#define CHECKERS_DIFFERENCE_H

#include "checkers/reason.h"
#include "checkers/scan.h"

struct difference {
	size_t place;		/* in the answer */
	size_t same;		/* bytes that the two tokens have in common */
	enum piece_kind got;	/* what the output has there */
	bool blank;		/* no token in the output so far */
	size_t length;		/* of the output's token, or blank, as far as it was read */
	char bytes[REASON_TOKEN];
};

void difference_begin(struct difference *difference, const struct scan *scan, const char *answer,
		      size_t place, enum piece_kind got, size_t same);

/*
 * The same for comparers of bytes: both sides read the same up to at, where the output has this
 * byte, not to be kept yet, or ends: NULL. When that is inside a token, the tokens differ.
 */
void difference_at(struct difference *difference, const struct scan *scan, const char *answer,
		   size_t size, size_t at, const char *byte);

void difference_keep(struct difference *difference, const char *bytes, size_t size);

/* False when the rest of the output has nothing to add. */
bool difference_read(struct difference *difference, const struct scan *scan, const char *data,
		     size_t size);

void difference_tell(const struct difference *difference, const struct scan *scan,
		     const char *answer, size_t size, struct comparison_result *result);

#endif
