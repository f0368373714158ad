/*
 * line: one line of the output against one of the answer, byte for byte, as pieces of it come.
 *
 *	line_begin(&line, answer, size, begin, end, STRIP_BOTH);
 *	line_feed(&line, "abc ", 4);
 *	line_feed(&line, " def", 4);
 *	if (!line_end(&line))
 *		line_reason(&line, false, &result);
 *
 * Of the output nothing is kept but the head of the token where it differs: memory is constant.
 */
#ifndef CHECKERS_LINE_H
#define CHECKERS_LINE_H

#include "checkers/comparer.h"
#include "checkers/reason.h"

/* Which whitespace at the ends of both lines does not matter. */
enum strip { STRIP_NONE, STRIP_RIGHT, STRIP_BOTH };

enum { LINE_HEAD = 64 };

struct line {
	const char *answer;
	size_t size;
	size_t begin, end;	/* of the line in the answer, stripped */
	size_t at;		/* so far both are the same */
	size_t spaces;		/* of the output behind at: of which nothing is known yet ... */
	size_t same_spaces;	/* ... and so many are those of the answer */
	char other_space;	/* the first that is not */
	enum strip strip;
	bool wrong;
	bool token_goes_on;	/* the head is not yet complete */
	/* Where it is wrong, and what stands there in the output. */
	size_t place;
	enum piece_kind got;
	size_t length, same;
	char head[LINE_HEAD];
};

void line_begin(struct line *line, const char *answer, size_t size, size_t begin, size_t end,
		enum strip strip);
void line_feed(struct line *line, const char *data, size_t size);

/* Whether the lines are the same. */
bool line_end(struct line *line);

/* Why they are not; at_end: the output ended with the line, without a newline. */
void line_reason(const struct line *line, bool at_end, struct comparison_result *result);

/*
 * The answer's next line from *at on that is not empty, where \r and \n end lines as DMOJ splits
 * them. False when there is none. *at goes to its end.
 */
bool line_next(const char *answer, size_t size, size_t *at, size_t *ret_begin);

#endif
