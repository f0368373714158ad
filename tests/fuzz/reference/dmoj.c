/* DMOJ's checkers: both sides are cut into lists of lines or tokens, and the lists compared. */
#include "reference.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char spaces[] = " \t\n\v\f\r";

enum { PARTS = 8192 };

struct list {
	struct reference_text parts[PARTS];
	size_t count;
};

/* At each \n and \r; those without a byte are left out, if told. */
static struct list *lines(struct reference_text text, bool all)
{
	struct list *list = malloc(sizeof *list);
	size_t begin = 0;

	if (!list)
		abort();
	list->count = 0;
	for (size_t i = 0; i <= text.size && list->count < PARTS; i++) {
		if (i < text.size && text.bytes[i] != '\n' && text.bytes[i] != '\r')
			continue;
		if (i > begin || all)
			list->parts[list->count++] =
				(struct reference_text){ text.bytes + begin, i - begin };
		begin = i + 1;
	}
	return list;
}

static struct list *tokens(struct reference_text text)
{
	struct list *list = malloc(sizeof *list);
	size_t at = 0;

	if (!list)
		abort();
	list->count = 0;
	while (list->count < PARTS &&
	       reference_token(&text, spaces, &at, &list->parts[list->count]))
		list->count++;
	return list;
}

static bool is_space(char byte)
{
	return byte && strchr(spaces, byte);
}

static struct reference_text strip(struct reference_text text, bool left)
{
	while (text.size > 0 && is_space(text.bytes[text.size - 1]))
		text.size--;
	while (left && text.size > 0 && is_space(text.bytes[0])) {
		text.bytes++;
		text.size--;
	}
	return text;
}

/* Beyond what a list holds. */
static bool is_long(const struct reference_input *input, size_t most)
{
	return input->answer.size > most || input->output.size > most;
}

/* ---- standard: tokens, and whether a line ended before each --------------------------------- */

static bool new_line_before(const char *token, const char *last_end)
{
	for (const char *at = last_end; at < token; at++)
		if (*at == '\n' || *at == '\r')
			return true;
	return false;
}

static enum reference_verdict standard(const struct reference_input *input)
{
	struct list *a = tokens(input->answer), *b = tokens(input->output);
	bool same = a->count == b->count;

	for (size_t i = 0; same && i < a->count; i++) {
		same = reference_same(&a->parts[i], &b->parts[i]);
		if (i > 0 && same)
			same = new_line_before(a->parts[i].bytes,
					       a->parts[i - 1].bytes + a->parts[i - 1].size) ==
			       new_line_before(b->parts[i].bytes,
					       b->parts[i - 1].bytes + b->parts[i - 1].size);
	}
	free(a);
	free(b);
	if (input->args[0])
		return REFERENCE_FAULT;
	return is_long(input, PARTS) ? REFERENCE_UNKNOWN : same ? REFERENCE_AC : REFERENCE_WA;
}

/* ---- floats -------------------------------------------------------------------------------- */

/* As Python's float(). */
static bool to_float(struct reference_text token, double *ret_value)
{
	char *text = calloc(1, token.size + 1), *end;
	size_t length = 0;
	bool ok = true;

	if (!text)
		abort();
	for (size_t i = 0; i < token.size; i++) {
		char byte = token.bytes[i];

		if (byte == '_')
			ok = ok && i > 0 && isdigit((unsigned char)token.bytes[i - 1]) &&
			     i + 1 < token.size && isdigit((unsigned char)token.bytes[i + 1]);
		else
			text[length++] = byte ? byte : 'x';
	}
	end = text + (*text == '+' || *text == '-');
	if (strcasecmp(end, "inf") != 0 && strcasecmp(end, "infinity") != 0 &&
	    strcasecmp(end, "nan") != 0)
		ok = ok && strspn(text, "0123456789.eE+-") == length;
	*ret_value = strtod(text, &end);
	ok = ok && end > text && !*end;
	free(text);
	return ok;
}

static bool close_to(double judge, double process, double epsilon, const char *mode)
{
	double p = judge * (1 - epsilon), q = judge * (1 + epsilon);
	bool absolute = fabs(process - judge) <= epsilon;

	if (strcmp(mode, "absolute") == 0)
		return absolute;
	if (strcmp(mode, "relative") == 0) {
		if (isnan(p) || isnan(q))
			return false;
		return fmin(p, q) <= process && process <= fmax(p, q);
	}
	if (absolute)
		return true;
	return fabs(judge) >= epsilon && fabs(1.0 - process / judge) <= epsilon;
}

static bool same_floats(struct reference_text judge, struct reference_text process, double epsilon,
			const char *mode)
{
	struct list *a = tokens(judge), *b = tokens(process);
	bool same = a->count == b->count;

	for (size_t i = 0; same && i < a->count; i++) {
		double x, y;

		if (to_float(a->parts[i], &x))
			same = to_float(b->parts[i], &y) && close_to(x, y, epsilon, mode);
		else
			same = reference_same(&a->parts[i], &b->parts[i]);
	}
	free(a);
	free(b);
	return same;
}

static enum reference_verdict floats_in(const struct reference_input *input, double epsilon,
					const char *mode)
{
	struct list *a = lines(input->answer, false), *b = lines(input->output, false);
	bool same = a->count == b->count;

	for (size_t i = 0; same && i < a->count; i++)
		same = same_floats(a->parts[i], b->parts[i], epsilon, mode);
	free(a);
	free(b);
	if (is_long(input, PARTS))
		return REFERENCE_UNKNOWN;
	return same ? REFERENCE_AC : REFERENCE_WA;
}

static const char *const floats_args[] = {
	"", "precision 3", "precision 0", "error_mode relative", "error_mode absolute precision 2",
	"error_mode default", "precision", "error_mode x", NULL,
};

static enum reference_verdict floats(const struct reference_input *input)
{
	static const double epsilons[] = { 1e-6, 1e-3, 1, 1e-6, 1e-2, 1e-6 };
	static const char *const modes[] = { "default", "default", "default", "relative",
					     "absolute", "default" };

	for (size_t i = 0; i < 6; i++)
		if (strcmp(input->args, floats_args[i]) == 0)
			return floats_in(input, epsilons[i], modes[i]);
	return REFERENCE_FAULT;
}

static const char *const precision_args[] = { "", "precision 2", "error_mode default", NULL };

static enum reference_verdict floats_of(const struct reference_input *input, const char *mode)
{
	if (input->args[0] == 'e')
		return REFERENCE_FAULT;
	return floats_in(input, input->args[0] ? 1e-2 : 1e-6, mode);
}

static enum reference_verdict floatsabs(const struct reference_input *input)
{
	return floats_of(input, "absolute");
}

static enum reference_verdict floatsrel(const struct reference_input *input)
{
	return floats_of(input, "relative");
}

/* ---- rstripped, linecount, linematches ------------------------------------------------------ */

static const char *const rstripped_args[] = { "", "filter_new_line true", "filter_new_line", NULL };

/* \r\n and \r become \n, and the last line gets one. */
static struct reference_text normalised(struct reference_text text, char *room)
{
	size_t length = 0;

	for (size_t i = 0; i < text.size; i++) {
		if (text.bytes[i] == '\r' && i + 1 < text.size && text.bytes[i + 1] == '\n')
			continue;
		room[length++] = text.bytes[i] == '\r' ? '\n' : text.bytes[i];
	}
	if (length > 0 && room[length - 1] != '\n')
		room[length++] = '\n';
	return (struct reference_text){ room, length };
}

static enum reference_verdict rstripped(const struct reference_input *input)
{
	char *room = malloc(input->answer.size + 1);
	bool all = !input->args[0], same;
	struct list *a, *b;

	if (!room)
		abort();
	a = lines(normalised(input->answer, room), all);
	b = lines(input->output, all);
	same = a->count == b->count;
	for (size_t i = 0; same && i < a->count; i++) {
		struct reference_text x = strip(a->parts[i], false), y = strip(b->parts[i], false);

		same = reference_same(&x, &y);
	}
	free(a);
	free(b);
	free(room);
	if (strcmp(input->args, "filter_new_line") == 0)
		return REFERENCE_FAULT;
	if (is_long(input, PARTS - 1))
		return REFERENCE_UNKNOWN;
	return same ? REFERENCE_AC : REFERENCE_WA;
}

static double linecount_score(const struct reference_input *input)
{
	struct list *a = lines(input->answer, false), *b = lines(input->output, false);
	double right = 0, score;

	for (size_t i = 0; i < a->count && i < b->count; i++) {
		struct reference_text x = strip(a->parts[i], true), y = strip(b->parts[i], true);

		right += reference_same(&x, &y);
	}
	score = b->count > a->count ? 0 : a->count == 0 ? 1 : right / (double)a->count;
	free(a);
	free(b);
	return score;
}

static enum reference_verdict linecount(const struct reference_input *input)
{
	if (input->args[0])
		return REFERENCE_FAULT;
	if (is_long(input, PARTS))
		return REFERENCE_UNKNOWN;
	return linecount_score(input) == 1 ? REFERENCE_AC : REFERENCE_WA;
}

static const char *const linematches_args[] = {
	"", "point_distribution 1 2", "point_distribution 3 0 1",
	"point_distribution 1 2 filler_lines_required false", "point_distribution 0 0", NULL,
};

/* -1: the package's fault. */
static double linematches_score(const struct reference_input *input)
{
	static const double weights[][3] = { { 1 }, { 1, 2 }, { 3, 0, 1 }, { 1, 2 }, { 0, 0 } };
	static const size_t counts[] = { 1, 2, 3, 2, 2 };
	struct list *a = lines(input->answer, false), *b = lines(input->output, false);
	double points = 0, sum = 0;
	size_t which = 0;

	while (strcmp(linematches_args[which], input->args) != 0)
		which++;
	for (size_t i = 0; i < counts[which]; i++) {
		sum += weights[which][i];
		if (i < a->count && i < b->count && reference_same(&a->parts[i], &b->parts[i]))
			points += weights[which][i];
	}
	if (which != 3 && a->count != b->count)
		points = 0;
	points = a->count != counts[which] || sum == 0 ? -1 : points / sum;
	free(a);
	free(b);
	return points;
}

static enum reference_verdict linematches(const struct reference_input *input)
{
	double score = linematches_score(input);

	if (is_long(input, PARTS))
		return REFERENCE_UNKNOWN;
	return score < 0 ? REFERENCE_FAULT : score > 0 ? REFERENCE_AC : REFERENCE_WA;
}

/* ---- sorted, unordered, easy ---------------------------------------------------------------- */

static bool same_tokens(struct reference_text x, struct reference_text y)
{
	struct list *a = tokens(x), *b = tokens(y);
	bool same = a->count == b->count;

	for (size_t i = 0; same && i < a->count; i++)
		same = reference_same(&a->parts[i], &b->parts[i]);
	free(a);
	free(b);
	return same;
}

/* Each of a takes one of b away. */
static enum reference_verdict same_set(struct list *a, struct list *b)
{
	bool same = a->count == b->count;

	for (size_t i = 0; same && i < a->count; i++) {
		size_t j = 0;

		while (j < b->count && !same_tokens(a->parts[i], b->parts[j]))
			j++;
		same = j < b->count;
		if (same)
			b->parts[j] = b->parts[--b->count];
	}
	free(a);
	free(b);
	return same ? REFERENCE_AC : REFERENCE_WA;
}

static const char *const sorted_args[] = { "", "split_on lines", "split_on whitespace",
					   "split_on words", NULL };

static enum reference_verdict sorted(const struct reference_input *input)
{
	if (is_long(input, 400))
		return REFERENCE_UNKNOWN;
	if (strstr(input->args, "words"))
		return REFERENCE_FAULT;
	if (strstr(input->args, "whitespace"))
		return same_set(tokens(input->answer), tokens(input->output));
	return same_set(lines(input->answer, false), lines(input->output, false));
}

static enum reference_verdict unordered(const struct reference_input *input)
{
	if (is_long(input, 400))
		return REFERENCE_UNKNOWN;
	return input->args[0] ? REFERENCE_FAULT :
				same_set(tokens(input->answer), tokens(input->output));
}

static size_t occurrences(struct reference_text text, int byte)
{
	size_t count = 0;

	for (size_t i = 0; i < text.size; i++)
		count += tolower((unsigned char)text.bytes[i]) == byte;
	return count;
}

static enum reference_verdict easy(const struct reference_input *input)
{
	if (input->args[0])
		return REFERENCE_FAULT;
	for (int byte = 0; byte < 256; byte++)
		if (!is_space((char)byte) &&
		    occurrences(input->answer, byte) != occurrences(input->output, byte))
			return REFERENCE_WA;
	return REFERENCE_AC;
}

const struct reference reference_dmoj_standard = { "dmoj-standard", reference_no_args, standard,
						   NULL };
const struct reference reference_dmoj_floats = { "dmoj-floats", floats_args, floats, NULL };
const struct reference reference_dmoj_floatsabs = { "dmoj-floatsabs", precision_args, floatsabs,
						    NULL };
const struct reference reference_dmoj_floatsrel = { "dmoj-floatsrel", precision_args, floatsrel,
						    NULL };
const struct reference reference_dmoj_rstripped = { "dmoj-rstripped", rstripped_args, rstripped,
						    NULL };
const struct reference reference_dmoj_linecount = { "dmoj-linecount", reference_no_args, linecount,
						    linecount_score };
const struct reference reference_dmoj_linematches = { "dmoj-linematches", linematches_args,
						      linematches, linematches_score };
const struct reference reference_dmoj_sorted = { "dmoj-sorted", sorted_args, sorted, NULL };
const struct reference reference_dmoj_unordered = { "dmoj-unordered", reference_no_args, unordered,
						    NULL };
const struct reference reference_dmoj_easy = { "dmoj-easy", reference_no_args, easy, NULL };
