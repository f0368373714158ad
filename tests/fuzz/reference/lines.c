/* fcmp and lcmp: line by line, as testlib reads lines; the second compares their tokens. */
#include "reference.h"

#include <stdlib.h>

struct reader {
	struct reference_text text;
	size_t at;
};

static bool at_end(const struct reader *reader)
{
	return reader->at == reader->text.size;
}

/* -1 at the end. */
static int look(const struct reader *reader)
{
	return at_end(reader) ? -1 : (unsigned char)reader->text.bytes[reader->at];
}

/* To the end of a line, and past it. A \r not before \n is left out; what follows is kept. */
static size_t read_line(struct reader *reader, char *line)
{
	size_t length = 0;

	for (;;) {
		if (look(reader) == '\n') {
			reader->at++;
			return length;
		}
		if (at_end(reader))
			return length;
		if (look(reader) == '\r') {
			reader->at++;
			if (look(reader) == '\n') {
				reader->at++;
				return length;
			}
		}
		line[length++] = (char)look(reader);
		if (!at_end(reader))
			reader->at++;
	}
}

static bool same_tokens(const struct reference_text *a, const struct reference_text *b)
{
	static const char spaces[] = " \t\n\v\f\r";
	struct reference_text x, y;
	size_t i = 0, j = 0;
	bool more;

	do {
		more = reference_token(a, spaces, &i, &x);
		if (more != reference_token(b, spaces, &j, &y) || (more && !reference_same(&x, &y)))
			return false;
	} while (more);
	return true;
}

typedef bool same_line(const struct reference_text *a, const struct reference_text *b);

static enum reference_verdict compare(struct reader *answer, struct reader *output, char *expected,
				      char *got, same_line *same)
{
	static const char blanks[] = " \t\r\n";
	struct reference_text rest;

	while (!at_end(answer)) {
		struct reference_text a = { expected, read_line(answer, expected) }, b = { got, 0 };

		if (a.size == 0 && at_end(answer))
			break;
		b.size = read_line(output, got);
		if (!same(&a, &b))
			return REFERENCE_WA;
	}
	return reference_token(&output->text, blanks, &output->at, &rest) ? REFERENCE_WA :
									    REFERENCE_AC;
}

static enum reference_verdict judge(const struct reference_input *input, same_line *same)
{
	struct reader answer = { input->answer, 0 };
	struct reader output = { reference_without_mark(input->output), 0 };
	char *expected = malloc(answer.text.size + 1), *got = malloc(output.text.size + 1);
	enum reference_verdict verdict;

	if (!expected || !got)
		abort();
	verdict = input->args[0] ? REFERENCE_FAULT : compare(&answer, &output, expected, got,
								   same);
	free(expected);
	free(got);
	return verdict;
}

static enum reference_verdict fcmp(const struct reference_input *input)
{
	return judge(input, reference_same);
}

static enum reference_verdict lcmp(const struct reference_input *input)
{
	return judge(input, same_tokens);
}

const struct reference reference_fcmp = { "fcmp", reference_no_args, fcmp, NULL };
const struct reference reference_lcmp = { "lcmp", reference_no_args, lcmp, NULL };
