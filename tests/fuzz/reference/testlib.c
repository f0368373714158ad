/*
 * testlib's checkers of tokens, told as their sources tell them: read the answer, read the output,
 * leave at the first thing that is wrong. What is wrong with the answer is the package's fault.
 */
#include "reference.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char blanks[] = " \t\r\n";

struct run {
	jmp_buf quit;
	enum reference_verdict verdict;
};

struct stream {
	struct run *run;
	struct reference_text text;
	size_t at;
	bool jury;
};

struct pair {
	struct stream answer, output;
	double score;
};

static _Noreturn void quit(struct run *run, enum reference_verdict verdict)
{
	run->verdict = verdict;
	longjmp(run->quit, 1);
}

/* Not of the form that is read. */
static _Noreturn void malformed(struct stream *stream)
{
	quit(stream->run, stream->jury ? REFERENCE_FAULT : REFERENCE_WA);
}

static void wrong_if(struct pair *pair, bool wrong)
{
	if (wrong)
		quit(pair->output.run, REFERENCE_WA);
}

static bool at_end(const struct stream *stream)
{
	struct reference_text token;
	size_t at = stream->at;

	return !reference_token(&stream->text, blanks, &at, &token);
}

static struct reference_text read_word(struct stream *stream)
{
	struct reference_text token;

	if (!reference_token(&stream->text, blanks, &stream->at, &token))
		malformed(stream);
	return token;
}

static bool is_word(struct reference_text token, const char *word)
{
	struct reference_text text = { word, strlen(word) };

	return reference_same(&token, &text);
}

static long long to_long(struct stream *stream, struct reference_text token)
{
	char text[32], again[32];
	long long value;

	if (token.size >= sizeof text)
		malformed(stream);
	snprintf(text, sizeof text, "%.*s", (int)token.size, token.bytes);
	errno = 0;
	value = strtoll(text, NULL, 10);
	snprintf(again, sizeof again, "%lld", value);
	/* The one way to write it. */
	if (errno || !is_word(token, again))
		malformed(stream);
	return value;
}

static long long read_long(struct stream *stream)
{
	return to_long(stream, read_word(stream));
}

static int read_int(struct stream *stream)
{
	long long value = read_long(stream);

	if (value < INT_MIN || value > INT_MAX)
		malformed(stream);
	return (int)value;
}

static double read_double(struct stream *stream)
{
	struct reference_text token = read_word(stream);
	char *text = calloc(1, token.size + 1), *end;
	size_t allowed, points = 0, exponents = 0;
	double value;

	if (!text)
		abort();
	memcpy(text, token.bytes, token.size);
	allowed = strspn(text, "0123456789.eE+-");
	for (size_t i = 0; i < allowed; i++) {
		points += text[i] == '.';
		exponents += text[i] == 'e' || text[i] == 'E';
	}
	value = strtod(text, &end);
	allowed = allowed == token.size && points <= 1 && exponents <= 1 && end > text && !*end;
	free(text);
	if (!allowed)
		malformed(stream);
	return value;
}

/* Runs the body; what it leaves of the output makes it wrong. */
static enum reference_verdict judge(const struct reference_input *input, double *ret_score,
				    void (*body)(struct pair *pair))
{
	struct run run;
	struct pair pair = {
		.answer = { &run, input->answer, 0, true },
		.output = { &run, reference_without_mark(input->output), 0, false },
	};

	if (input->args[0])
		return REFERENCE_FAULT;
	if (setjmp(run.quit))
		return run.verdict;
	body(&pair);
	if (ret_score)
		*ret_score = pair.score;
	return at_end(&pair.output) ? REFERENCE_AC : REFERENCE_WA;
}

/* ---- Whole numbers, yes and no ------------------------------------------------------------- */

static void icmp(struct pair *pair)
{
	int expected = read_int(&pair->answer), got = read_int(&pair->output);

	wrong_if(pair, expected != got);
}

static void ncmp(struct pair *pair)
{
	bool more_expected, more_got;

	while (!at_end(&pair->answer) && !at_end(&pair->output)) {
		long long expected = read_long(&pair->answer), got = read_long(&pair->output);

		wrong_if(pair, expected != got);
	}
	more_expected = !at_end(&pair->answer);
	more_got = !at_end(&pair->output);
	while (!at_end(&pair->answer))
		read_long(&pair->answer);
	while (!at_end(&pair->output))
		read_long(&pair->output);
	wrong_if(pair, more_expected || more_got);
}

static bool is_huge(struct reference_text token)
{
	size_t i = token.size > 1 && token.bytes[0] == '-';

	if (is_word(token, "0"))
		return true;
	if (token.bytes[i] < '1' || token.bytes[i] > '9')
		return false;
	for (; i < token.size; i++)
		if (token.bytes[i] < '0' || token.bytes[i] > '9')
			return false;
	return true;
}

static void hcmp(struct pair *pair)
{
	struct reference_text expected = read_word(&pair->answer), got = read_word(&pair->output);

	if (!is_huge(expected) || !at_end(&pair->answer))
		malformed(&pair->answer);
	wrong_if(pair, !is_huge(got) || !reference_same(&expected, &got));
}

static int compare_longs(const void *a, const void *b)
{
	long long x = *(const long long *)a, y = *(const long long *)b;

	return x < y ? -1 : x > y;
}

/* Reads both wholly; counts are those of the tokens that can be. */
static void uncmp(struct pair *pair)
{
	long long expected[4096], got[4096];
	size_t expected_count = 0, got_count = 0;

	while (!at_end(&pair->answer)) {
		expected[expected_count++ % 4096] = read_long(&pair->answer);
		if (expected_count > 4096)
			quit(pair->answer.run, REFERENCE_UNKNOWN);
	}
	while (!at_end(&pair->output)) {
		got[got_count++ % 4096] = read_long(&pair->output);
		if (got_count > 4096)
			quit(pair->answer.run, REFERENCE_UNKNOWN);
	}
	wrong_if(pair, expected_count != got_count);
	qsort(expected, expected_count, sizeof *expected, compare_longs);
	qsort(got, got_count, sizeof *got, compare_longs);
	wrong_if(pair, memcmp(expected, got, got_count * sizeof *got) != 0);
}

/* 'Y', 'N' or 0. */
static char yes_or_no(struct reference_text token)
{
	char text[4] = "";

	if (token.size < sizeof text)
		memcpy(text, token.bytes, token.size);
	if (token.size == 3 && strcasecmp(text, "yes") == 0)
		return 'Y';
	return token.size == 2 && strcasecmp(text, "no") == 0 ? 'N' : 0;
}

static void yesno(struct pair *pair)
{
	char expected, got;
	struct reference_text a = read_word(&pair->answer), b = read_word(&pair->output);

	expected = yes_or_no(a);
	got = yes_or_no(b);
	if (!expected)
		malformed(&pair->answer);
	wrong_if(pair, expected != got);
}

static void nyesno(struct pair *pair)
{
	while (!at_end(&pair->answer) && !at_end(&pair->output))
		yesno(pair);
	wrong_if(pair, !at_end(&pair->answer));
}

/* ---- Cases --------------------------------------------------------------------------------- */

static bool is_number_of_case(struct reference_text token, unsigned number)
{
	char text[32];

	snprintf(text, sizeof text, "%u:", number);
	return is_word(token, text);
}

static size_t read_cases(struct stream *stream, long long *values, size_t most)
{
	size_t count = 0;

	for (; !at_end(stream); count++) {
		if (count == most)
			quit(stream->run, REFERENCE_UNKNOWN);
		if (!is_word(read_word(stream), "Case") ||
		    !is_number_of_case(read_word(stream), (unsigned)count + 1))
			malformed(stream);
		values[count] = read_long(stream);
	}
	return count;
}

static void caseicmp(struct pair *pair)
{
	long long expected[1024], got[1024];
	size_t count = read_cases(&pair->answer, expected, 1024);

	wrong_if(pair, read_cases(&pair->output, got, 1024) != count ||
		       memcmp(expected, got, count * sizeof *got) != 0);
}

enum { VALUES = 2048 };

struct values {
	struct reference_text tokens[VALUES];
	size_t count;
	bool case_was_read;
};

static void read_case(struct stream *stream, unsigned number, bool numbers, struct values *values)
{
	if (!values->case_was_read && !is_word(read_word(stream), "Case"))
		malformed(stream);
	if (!is_number_of_case(read_word(stream), number))
		malformed(stream);
	values->count = 0;
	while (!at_end(stream)) {
		struct reference_text token = read_word(stream);

		if (is_word(token, "Case")) {
			values->case_was_read = true;
			break;
		}
		if (numbers)
			to_long(stream, token);
		if (values->count == VALUES)
			quit(stream->run, REFERENCE_UNKNOWN);
		values->tokens[values->count++] = token;
	}
}

static void cases(struct pair *pair, bool numbers)
{
	struct values expected = { .count = 0 }, got = { .count = 0 };

	for (unsigned number = 1; !at_end(&pair->answer); number++) {
		read_case(&pair->answer, number, numbers, &expected);
		read_case(&pair->output, number, numbers, &got);
		wrong_if(pair, expected.count != got.count);
		for (size_t i = 0; i < got.count; i++)
			wrong_if(pair, !reference_same(&expected.tokens[i], &got.tokens[i]));
	}
}

static void casencmp(struct pair *pair)
{
	cases(pair, true);
}

static void casewcmp(struct pair *pair)
{
	cases(pair, false);
}

/* ---- Doubles ------------------------------------------------------------------------------- */

static bool is_endless(double x)
{
	return fabs(x) > 1e300;
}

static bool near(double expected, double got, double error)
{
	double ends[2];

	error += 1e-15;
	if (is_endless(expected) || is_endless(got))
		return is_endless(expected) && is_endless(got) && (expected < 0) == (got < 0);
	ends[0] = expected * (1 - error);
	ends[1] = expected * (1 + error);
	return fabs(expected - got) <= error ||
	       (got >= fmin(ends[0], ends[1]) && got <= fmax(ends[0], ends[1]));
}

static void doubles(struct pair *pair, bool many, double absolute, double either)
{
	while (!many || !at_end(&pair->answer)) {
		double expected = read_double(&pair->answer), got = read_double(&pair->output);

		wrong_if(pair, absolute ? fabs(expected - got) > absolute + 1e-15 :
					  !near(expected, got, either));
		if (!many)
			return;
	}
}

static void acmp(struct pair *pair)
{
	doubles(pair, false, 1.5e-6, 0);
}

static void dcmp(struct pair *pair)
{
	doubles(pair, false, 0, 1e-6);
}

static void rncmp(struct pair *pair)
{
	doubles(pair, true, 1.5e-5, 0);
}

static void rcmp4(struct pair *pair)
{
	doubles(pair, true, 0, 1e-4);
}

static void rcmp6(struct pair *pair)
{
	doubles(pair, true, 0, 1e-6);
}

static void rcmp9(struct pair *pair)
{
	doubles(pair, true, 0, 1e-9);
}

/* Infinite points are the program's fault, an infinite answer the package's. */
static void pointscmp(struct pair *pair)
{
	double expected = read_double(&pair->answer), got;

	if (isinf(expected))
		malformed(&pair->answer);
	got = read_double(&pair->output);
	wrong_if(pair, isinf(expected - got));
	pair->score = round(fabs(expected - got) * 1e10) / 1e10;
}

static void pointsinfo(struct pair *pair)
{
	size_t at = pair->output.at;

	wrong_if(pair, isinf(read_double(&pair->output)));
	pair->output.at = at;
	pointscmp(pair);
}

/* ---- The list ------------------------------------------------------------------------------ */

#define REFERENCE(name)                                                                        \
	static enum reference_verdict name##_judge(const struct reference_input *input)       \
	{                                                                                     \
		return judge(input, NULL, name);                                              \
	}                                                                                     \
	const struct reference reference_##name = { #name, reference_no_args, name##_judge, NULL }

#define REFERENCE_SCORED(name)                                                                 \
	static double name##_score(const struct reference_input *input)                       \
	{                                                                                     \
		double score = 0;                                                             \
                                                                                               \
		return judge(input, &score, name) == REFERENCE_AC ? score : 0;                \
	}                                                                                     \
	static enum reference_verdict name##_judge(const struct reference_input *input)       \
	{                                                                                     \
		return judge(input, NULL, name);                                              \
	}                                                                                     \
	const struct reference reference_##name = { #name, reference_no_args, name##_judge,   \
						    name##_score }

REFERENCE(icmp);
REFERENCE(ncmp);
REFERENCE(uncmp);
REFERENCE(hcmp);
REFERENCE(yesno);
REFERENCE(nyesno);
REFERENCE(caseicmp);
REFERENCE(casencmp);
REFERENCE(casewcmp);
REFERENCE(acmp);
REFERENCE(dcmp);
REFERENCE(rncmp);
REFERENCE(rcmp4);
REFERENCE(rcmp6);
REFERENCE(rcmp9);
REFERENCE_SCORED(pointscmp);
REFERENCE_SCORED(pointsinfo);

/* rcmp has acmp's rules. */
const struct reference reference_rcmp = { "rcmp", reference_no_args, acmp_judge, NULL };
