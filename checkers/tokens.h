/*
 * tokens: the comparers of token sequences; they differ by their rules. The first four functions
 * of a struct comparer, less what is told apart by arguments.
 */
#ifndef CHECKERS_TOKENS_H
#define CHECKERS_TOKENS_H

#include "checkers/comparer.h"
#include "checkers/decimal.h"
#include "checkers/scan.h"

struct token_rules {
	enum blanks blanks;
	bool case_sensitive;
	bool space_change_sensitive;	/* blanks count, byte by byte */
	bool skip_mark;			/* a byte order mark before the output is not there */
	struct tolerance absolute, relative;	/* if given: of tokens that are numbers */
};

int tokens_open(const struct comparer *comparer, const struct token_rules *rules,
		const char *answer, size_t size, struct comparison **ret_comparison,
		struct error *err);
bool tokens_feed(struct comparison *comparison, const char *data, size_t size);
void tokens_finish(struct comparison *comparison, struct comparison_result *result);
void tokens_close(struct comparison *comparison);

#endif
