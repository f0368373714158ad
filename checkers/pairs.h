/*
 * pairs: testlib's checkers that take one token of the answer and one of the output at a time, in
 * order. A checker is the kind of its tokens, when two of them match, and what becomes of missing
 * and further ones, which each original does in its own way.
 */
#ifndef CHECKERS_PAIRS_H
#define CHECKERS_PAIRS_H

#include "checkers/testlib.h"

struct pairs;

struct pairs_rule {
	struct testlib_rule tokens;	/* PAIRS_TOKENS, or with reals */
	bool many;			/* until both end, or else one of each */
	/*
	 * The original reads words first and looks at them then: where the output has none, the
	 * answer's may be anything.
	 */
	bool words;
	bool answer_is_one;		/* a second token of the answer is the package's fault */
	bool rest_is_read;		/* what only one side has must be of the kind as well */
	enum finding missing, further;
	const char *needed;		/* of what kind tokens are, for people */
	bool (*of_answer)(const char *text, size_t size);
	bool (*of_output)(const struct pairs *pairs);
	bool (*match)(const struct pairs *pairs);
	double tolerance;
	bool relative;
};

struct pairs {
	struct testlib base;
	const struct pairs_rule *rule;
};

int pairs_open(const struct comparer *comparer, const struct pairs_rule *rule, const char *args,
	       const char *answer, size_t size, struct comparison **ret_comparison,
	       struct error *err);

void pairs_token(struct testlib *tokens);
void pairs_end(struct testlib *tokens);

#define PAIRS_TOKENS { .token = pairs_token, .end = pairs_end }
#define PAIRS_REALS { .token = pairs_token, .end = pairs_end, .reals = true }

/* The two bytes for byte. */
bool pairs_equal(const struct pairs *pairs);

/* The comparer called name, of struct pairs_rule rule_##name. */
#define PAIRS_COMPARER(id, words)                                                             \
	static int id##_open(const char *args, const char *answer, size_t size,               \
			     struct comparison **ret_comparison, struct error *err)           \
	{                                                                                     \
		return pairs_open(&comparer_##id, &rule_##id, args, answer, size,             \
				  ret_comparison, err);                                       \
	}                                                                                     \
	const struct comparer comparer_##id = {                                               \
		.name = #id,                                                                  \
		.summary = words,                                                             \
		.open = id##_open,                                                            \
		.feed = testlib_feed,                                                          \
		.finish = testlib_finish,                                                      \
		.close = testlib_close,                                                        \
	}

#endif
