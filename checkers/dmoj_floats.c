/*
 * Numbers within a tolerance, of DMOJ: dmoj-floats, with error_mode default, absolute or
 * relative; dmoj-floatsabs and dmoj-floatsrel, which are the last two. precision N is a tolerance
 * of 10^-N; 6 if not given.
 *
 * Lines end at each \n and \r, those without a byte are left out, and each must have as many
 * tokens as the answer's. Where the answer's token is a number as Python reads them (inf, nan and
 * underscores between digits too), the output's must be one near it; elsewhere tokens are text.
 * The arithmetic is the original's, in doubles.
 */
#include "checkers/arguments.h"
#include "checkers/bytes.h"
#include "checkers/line.h"
#include "checkers/real.h"
#include "checkers/reason.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { HEAD = 64, PRECISION_MAX = 300 };

enum error_mode { MODE_DEFAULT, MODE_ABSOLUTE, MODE_RELATIVE };

struct floats {
	struct comparison base;
	enum error_mode mode;
	double tolerance;
	const char *answer;
	size_t size;
	size_t line_end;		/* of the answer's line; before the first one 0 */
	bool in_line, in_token;
	bool any;			/* the output has more than whitespace */
	/* the output's token, and the answer's */
	char head[HEAD];
	size_t length, same;
	struct real real;
	size_t begin, end;
	size_t at;			/* where the answer's line goes on */
	bool decided;
	struct comparison_result result;
};

/* ---- Numbers ------------------------------------------------------------------------------ */

static bool within_absolute(const struct floats *c, double expected, double got)
{
	return fabs(got - expected) <= c->tolerance;
}

static bool within_relative(const struct floats *c, double expected, double got)
{
	double a = expected * (1 - c->tolerance), b = expected * (1 + c->tolerance);
	double low = b < a ? b : a, high = b > a ? b : a;

	return low <= got && got <= high;
}

/* NaN is near nothing, in every mode. */
static bool within(const struct floats *c, double expected, double got)
{
	if (c->mode == MODE_ABSOLUTE)
		return within_absolute(c, expected, got);
	if (c->mode == MODE_RELATIVE)
		return within_relative(c, expected, got);
	return within_absolute(c, expected, got) ||
	       (fabs(expected) >= c->tolerance && fabs(1 - got / expected) <= c->tolerance);
}

static bool token_matches(const struct floats *c)
{
	size_t size = c->end - c->begin;
	double expected;

	if (!real_parse(c->answer + c->begin, size, REAL_PYTHON, &expected))
		return c->length == size && c->same == size;
	return real_valid(&c->real) && within(c, expected, real_value(&c->real));
}

/* ---- The output --------------------------------------------------------------------------- */

static void reject(struct floats *c, size_t place, enum piece_kind kind, const char *bytes,
		   size_t length)
{
	struct piece got = {
		.kind = kind, .bytes = bytes, .length = length,
		.known = length < HEAD ? length : HEAD,
	};

	reason_reject(c->answer, c->size, place, &got, c->same, &c->result);
	c->decided = true;
}

static bool begin_line(struct floats *c)
{
	size_t begin;

	c->in_line = true;
	if (!line_next(c->answer, c->size, &c->line_end, &begin))
		return false;
	c->at = begin;
	return true;
}

/* The answer's next token of the line; begin is end if there is none. */
static void find_token(struct floats *c)
{
	c->begin = c->at + bytes_space(c->answer + c->at, c->line_end - c->at);
	c->end = c->begin + bytes_token(c->answer + c->begin, c->line_end - c->begin);
}

static void begin_token(struct floats *c)
{
	find_token(c);
	c->in_token = true;
	c->length = c->same = 0;
	real_begin(&c->real, REAL_PYTHON);
}

static void take_token(struct floats *c, const char *data, size_t size)
{
	size_t left = c->end - c->begin - c->same;

	if (c->length == c->same)
		c->same += bytes_equal(data, c->answer + c->begin + c->same,
				       left < size ? left : size);
	for (size_t i = 0; i < size && c->length + i < HEAD; i++)
		c->head[c->length + i] = data[i];
	real_feed(&c->real, data, size);
	c->length += size;
}

static void end_token(struct floats *c)
{
	c->in_token = false;
	if (c->begin == c->end || !token_matches(c))
		reject(c, c->begin, PIECE_TOKEN, c->head, c->length);
	c->at = c->end;
}

static void end_line(struct floats *c, enum piece_kind got)
{
	c->in_line = false;
	find_token(c);
	if (c->begin < c->end)
		reject(c, c->begin, got, "\n", got == PIECE_SPACE);
}

/* data is within a line, and does not end it. */
static void take(struct floats *c, const char *data, size_t size)
{
	for (size_t i = 0, length; i < size && !c->decided; i += length) {
		length = bytes_token(data + i, size - i);
		if (length > 0) {
			if (!c->in_token)
				begin_token(c);
			take_token(c, data + i, length);
			continue;
		}
		if (c->in_token)
			end_token(c);
		length = bytes_space(data + i, size - i);
	}
}

static bool floats_feed(struct comparison *comparison, const char *data, size_t size)
{
	struct floats *c = (struct floats *)comparison;

	c->any = c->any || bytes_space(data, size) < size;
	for (size_t i = 0, begin; i < size && !c->decided; i++) {
		for (begin = i; i < size && data[i] != '\n' && data[i] != '\r';)
			i++;
		/* A line that the answer has not: it is told by its first token, or its space. */
		if (i > begin && !c->in_line && !begin_line(c)) {
			c->at = c->line_end = c->size;
			if (byte_is_space(data[begin]))
				reject(c, c->size, PIECE_SPACE, data + begin, 1);
		}
		if (i > begin)
			take(c, data + begin, i - begin);
		if (i == size)
			break;
		if (c->in_token && !c->decided)
			end_token(c);
		if (c->in_line && !c->decided)
			end_line(c, PIECE_SPACE);
	}
	/* Whether there is any output is still to be seen. */
	return !c->decided || !c->any;
}

static void end(struct floats *c)
{
	size_t begin;

	if (c->in_token && !c->decided)
		end_token(c);
	if (c->in_line && !c->decided)
		end_line(c, PIECE_END);
	if (!c->decided && line_next(c->answer, c->size, &c->line_end, &begin))
		reject(c, begin, PIECE_END, "", 0);
}

static void floats_finish(struct comparison *comparison, struct comparison_result *result)
{
	struct floats *c = (struct floats *)comparison;

	end(c);
	if (!c->decided)
		c->result = (struct comparison_result){ .accepted = true };
	else if (!c->any && bytes_space(c->answer, c->size) < c->size)
		reason_no_output(&c->result);
	*result = c->result;
}

static void floats_close(struct comparison *comparison)
{
	free(comparison);
}

/* ---- Arguments ---------------------------------------------------------------------------- */

static int parse_arguments(struct floats *c, const char *args, bool has_mode, struct error *err)
{
	static const char *const names[] = { "precision", "error_mode" };
	static const char *const modes[] = { "default", "absolute", "relative" };
	const char *checker = c->base.comparer->name;
	char text[32];
	long precision = 6;

	while (*args) {
		int index = argument_find(checker, args, names, has_mode ? 2 : 1, err), mode;

		if (index < 0)
			return -1;
		args = packed_next(args);
		if (index == 0 && argument_number(checker, names[0], args, PRECISION_MAX,
						  &precision, err) < 0)
			return -1;
		mode = index == 1 ? argument_choice(checker, names[1], args, modes,
						    ARRAY_SIZE(modes), err) : (int)c->mode;
		if (mode < 0)
			return -1;
		c->mode = (enum error_mode)mode;
		args = packed_next(args);
	}
	snprintf(text, sizeof text, "1e-%ld", precision);
	c->tolerance = strtod(text, NULL);
	return 0;
}

static int open_for(const struct comparer *comparer, enum error_mode mode, const char *args,
		    const char *answer, size_t size, struct comparison **ret_comparison,
		    struct error *err)
{
	struct floats *c = calloc(1, sizeof *c);

	if (!c)
		return error_system(err, "%s", comparer->name);
	c->base.comparer = comparer;
	c->mode = mode;
	c->answer = answer;
	c->size = size;
	if (parse_arguments(c, args, comparer == &comparer_dmoj_floats, err) < 0) {
		free(c);
		return -1;
	}
	*ret_comparison = &c->base;
	return 0;
}

static int floats_open(const char *args, const char *answer, size_t size,
		       struct comparison **ret_comparison, struct error *err)
{
	return open_for(&comparer_dmoj_floats, MODE_DEFAULT, args, answer, size, ret_comparison,
			err);
}

static int floatsabs_open(const char *args, const char *answer, size_t size,
			  struct comparison **ret_comparison, struct error *err)
{
	return open_for(&comparer_dmoj_floatsabs, MODE_ABSOLUTE, args, answer, size,
			ret_comparison, err);
}

static int floatsrel_open(const char *args, const char *answer, size_t size,
			  struct comparison **ret_comparison, struct error *err)
{
	return open_for(&comparer_dmoj_floatsrel, MODE_RELATIVE, args, answer, size,
			ret_comparison, err);
}

#define FLOATS_COMPARER(id, words)                                                             \
	const struct comparer comparer_dmoj_##id = {                                          \
		.name = "dmoj-" #id,                                                          \
		.summary = words,                                                             \
		.open = id##_open,                                                            \
		.feed = floats_feed,                                                          \
		.finish = floats_finish,                                                      \
		.close = floats_close,                                                        \
	}

FLOATS_COMPARER(floats, "lines of tokens, numbers within a tolerance; precision, error_mode (DMOJ)");
FLOATS_COMPARER(floatsabs, "dmoj-floats with an absolute tolerance (DMOJ)");
FLOATS_COMPARER(floatsrel, "dmoj-floats with a relative tolerance (DMOJ)");
