/*
 * terminal: where people read, and what can be done there.
 */
#ifndef REPORT_TERMINAL_H
#define REPORT_TERMINAL_H

#include "util/string.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct terminal {
	FILE *file;
	unsigned width;		/* in characters; 0: a pipe or a file, where nothing is cut */
	bool colours;
	bool obeys;		/* it understands how to erase a line */
};

/*
 * What file leads to. No colours on dumb terminals, nor if NO_COLOR is set and not empty. The
 * width is asked once; who resizes the window gets the old one until the next command.
 */
struct terminal terminal_of(FILE *file);

enum colour { COLOUR_NONE, COLOUR_RED, COLOUR_GREEN, COLOUR_YELLOW, COLOUR_MAGENTA, COLOUR_DIM };

/* The sequence that begins the colour, or that ends any; "" where there are no colours. */
const char *terminal_colour(const struct terminal *terminal, enum colour colour);
const char *terminal_plain(const struct terminal *terminal, enum colour colour);

/* Characters in text, which is valid UTF-8. Wide and combining ones count as one. */
size_t terminal_length(const char *text);

/*
 * Appends text as one line: newlines and tabs become blanks, and U+FFFD what is not UTF-8 or what
 * terminals obey. Text of more than most characters is cut and ends in U+2026; 0 never cuts.
 * Returns the characters appended.
 */
size_t terminal_append(struct strbuf *line, const char *text, size_t most);

#endif
