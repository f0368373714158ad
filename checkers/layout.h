/*
 * layout: the same tokens, byte for byte, on the same lines, whatever other space is between
 * them. The three comparers of this kind differ in what ends a line, in whether blank lines
 * count, and in what may stand behind the last token.
 *
 * Memory is constant. Stretches that are equal on both sides are skipped at once.
 */
#ifndef CHECKERS_LAYOUT_H
#define CHECKERS_LAYOUT_H

#include "checkers/comparer.h"

struct layout_rule {
	bool return_ends_line;	/* \r ends a line, as \n does; else it is a space */
	/*
	 * Lines between tokens are one or none, and none at the start: blank lines do not count.
	 * Otherwise each counts, but those behind the last token.
	 */
	bool blank_lines_vanish;
	/*
	 * As testlib reads lines. \r\n is \n; a \r before anything else vanishes, and what follows
	 * belongs to the line, be it another \r; at the end of file it stands for a byte 255. In
	 * lines that the answer has not, only space, \t, \r and \n are blank. A byte order mark is
	 * skipped in the output.
	 */
	bool testlib;
};

int layout_open(const struct comparer *comparer, const struct layout_rule *rule, const char *args,
		const char *answer, size_t size, struct comparison **ret_comparison,
		struct error *err);

/* For struct comparer. */
bool layout_feed(struct comparison *comparison, const char *data, size_t size);
void layout_finish(struct comparison *comparison, struct comparison_result *result);
void layout_close(struct comparison *comparison);

#endif
