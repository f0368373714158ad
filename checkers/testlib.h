/*
 * testlib: the output read token by token as testlib reads it, for its standard checkers.
 *
 * Tokens are separated by blanks: space, \t, \r and \n; \v and \f belong to tokens. A byte order
 * mark is skipped at the start of the output, not of the answer. A checker embeds struct testlib
 * at its head and gives a rule, which is called for each token once all of it was read, beside
 * the answer's next one. When the rule finds something, that is the result; when it finds nothing
 * until the output ends, the output is accepted. Only the head of a token is kept, whatever its
 * length: memory is constant.
 *
 * What testlib's result codes become: OK is accepted, WA a rejection, PE (also its "dirt" and
 * "unexpected eof") a rejection whose reason begins with "wrong output format", FAIL the
 * package's fault.
 */
#ifndef CHECKERS_TESTLIB_H
#define CHECKERS_TESTLIB_H

#include "checkers/bom.h"
#include "checkers/comparer.h"
#include "checkers/real.h"
#include "checkers/reason.h"

/* A token of the answer; size is 0 at its end. */
struct span {
	size_t begin, size;
};

enum finding { FOUND_NOTHING, FOUND_WRONG, FOUND_FORMAT, FOUND_FAULT };

enum { TOKEN_HEAD = 64 };

struct token {
	char head[TOKEN_HEAD];	/* its first bytes */
	size_t length;		/* of the whole token */
	size_t same;		/* bytes that it begins with as the answer's next token does */
	bool number;		/* an optional minus, then nothing but digits, or nothing */
};

struct testlib;

struct testlib_rule {
	void (*token)(struct testlib *tokens);
	void (*end)(struct testlib *tokens);	/* the output has no more tokens */
	bool reals;				/* real is wanted */
};

struct testlib {
	struct comparison base;
	const struct testlib_rule *rule;
	const char *answer;
	size_t size;
	struct span expected;	/* the answer's next token */
	uint64_t count;		/* of the output's tokens before this one */
	struct token token;	/* the output's */
	struct real real;	/* the same as a number */
	bool in_token;
	struct bom bom;
	enum finding finding, noted;
	struct comparison_result result, noted_result;
};

/* A zeroed struct of this size, which begins with a struct testlib; NULL without memory. */
struct testlib *testlib_new(size_t size, const struct comparer *comparer,
			  const struct testlib_rule *rule, const char *answer, size_t answer_size);

/* For struct comparer. */
bool testlib_feed(struct comparison *comparison, const char *data, size_t size);
void testlib_finish(struct comparison *comparison, struct comparison_result *result);
void testlib_close(struct comparison *comparison);

/* The answer's next token from this place on. */
struct span testlib_next(const char *answer, size_t size, size_t from);

/* The answer's next token is done with. */
void testlib_take(struct testlib *tokens);

/* The output's token is the answer's next one, byte for byte; or this word. */
bool testlib_equal(const struct testlib *tokens);
bool testlib_is(const struct testlib *tokens, const char *word);
bool span_is(const struct testlib *tokens, struct span span, const char *word);

/*
 * The first finding stays. place is in the answer; got is PIECE_TOKEN for the present token, or
 * PIECE_END. What is only noted counts if nothing is found until the output ends; there too the
 * first stays.
 */
void testlib_reject(struct testlib *tokens, enum finding finding, size_t place, enum piece_kind got);
void testlib_note(struct testlib *tokens, enum finding finding, size_t place, enum piece_kind got);
void testlib_fault(struct testlib *tokens, size_t place, const char *needed);

#endif
