/* CMS's white-diff: line by line, until both have ended; a line that is not there is blank. */
#include "reference.h"

#include <string.h>

/* The line from *at on, without its \n; false at the end. */
static bool next_line(struct reference_text text, size_t *at, struct reference_text *ret_line)
{
	const char *begin = text.bytes + *at, *newline;
	size_t left = text.size - *at;

	*ret_line = (struct reference_text){ begin, 0 };
	if (left == 0)
		return false;
	newline = memchr(begin, '\n', left);
	ret_line->size = newline ? (size_t)(newline - begin) : left;
	*at += ret_line->size + (newline != NULL);
	return true;
}

static bool same_tokens(struct reference_text a, struct reference_text b)
{
	static const char whites[] = " \t\n\v\f\r";
	struct reference_text x, y;
	size_t i = 0, j = 0;
	bool more_a, more_b;

	do {
		more_a = reference_token(&a, whites, &i, &x);
		more_b = reference_token(&b, whites, &j, &y);
		if (more_a != more_b || (more_a && !reference_same(&x, &y)))
			return false;
	} while (more_a);
	return true;
}

static enum reference_verdict white_diff(const struct reference_input *input)
{
	struct reference_text a, b;
	size_t i = 0, j = 0;

	if (input->args[0])
		return REFERENCE_FAULT;
	for (;;) {
		bool more_a = next_line(input->answer, &i, &a);
		bool more_b = next_line(input->output, &j, &b);

		if (!more_a && !more_b)
			return REFERENCE_AC;
		if (!same_tokens(a, b))
			return REFERENCE_WA;
	}
}

const struct reference reference_white_diff = { "white-diff", reference_no_args, white_diff, NULL };
