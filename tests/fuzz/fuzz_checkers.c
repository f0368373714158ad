/*
 * The built-in checkers against reference/, and against themselves: pieces of any size and every
 * way of checkers/scan.h must give the same verdict, reason and place.
 *
 * An input is: checker, arguments, way, pieces (a byte each); the answer, up to a byte 30; and the
 * output, or, if way is odd, changes that make the output from the answer, three bytes each:
 * what, where, and a byte (change_text() has them).
 */
#include "fuzz.h"

#include "checker/checker.h"
#include "reference/reference.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEAD = 4, SEPARATOR = 30 };

struct sample {
	const struct reference *reference;
	const struct comparer *comparer;
	struct reference_input input;
	char args[256];		/* the same, packed */
	unsigned pieces;
};

static _Noreturn void differ(const struct sample *sample, const char *what, const char *is)
{
	fprintf(stderr, "%s [%s]: %s: %s\n", sample->reference->name, sample->input.args, what, is);
	abort();
}

static void change_text(struct strbuf *text, const uint8_t *change)
{
	size_t place = text->length ? change[1] * (text->length + 1) / 256 : 0;
	size_t run = change[2] % 5 + 1;
	char tail[4096];
	size_t tail_length = text->length - place;

	if (tail_length > sizeof tail)
		return;
	if (tail_length)
		memcpy(tail, text->text + place, tail_length);
	text->length = place;
	switch (change[0] % 6) {
	case 0:	/* inserted */
		strbuf_append(text, &change[2], 1);
		strbuf_append(text, tail, tail_length);
		break;
	case 1:	/* replaced */
		strbuf_append(text, &change[2], 1);
		strbuf_append(text, tail + 1, tail_length ? tail_length - 1 : 0);
		break;
	case 2:	/* some left out */
		run = run < tail_length ? run : tail_length;
		strbuf_append(text, tail + run, tail_length - run);
		break;
	case 3:	/* a run of one byte */
		for (size_t i = 0; i < run * 11; i++)
			strbuf_append(text, &" \n\r\t0"[change[2] % 5], 1);
		strbuf_append(text, tail, tail_length);
		break;
	case 4:	/* the end twice */
		strbuf_append(text, tail, tail_length);
		strbuf_append(text, tail, tail_length);
		break;
	default:	/* cut off */
		break;
	}
}

static void make_output(const struct reference_text *answer, const uint8_t *data, size_t size,
			bool changed, struct strbuf *output)
{
	if (!changed) {
		strbuf_append(output, data, size);
		return;
	}
	strbuf_append(output, answer->bytes, answer->size);
	for (; size >= 3; data += 3, size -= 3)
		change_text(output, data);
}

static bool feed(const struct sample *sample, struct comparison *comparison, unsigned most)
{
	const struct reference_text *output = &sample->input.output;
	unsigned random = sample->pieces;

	for (size_t used = 0, size; used < output->size; used += size) {
		char *piece;
		bool more;

		random = random * 1103515245 + 12345;
		size = most ? (random >> 16) % most + 1 : output->size;
		if (size > output->size - used)
			size = output->size - used;
		piece = malloc(size);	/* of its own, so that a sanitizer sees its end */
		if (!piece)
			abort();
		memcpy(piece, output->bytes + used, size);
		more = comparison_feed(comparison, piece, size);
		free(piece);
		if (!more)
			return false;
	}
	return true;
}

/* In pieces of up to most bytes; whole if that is 0. False: the package's fault. */
static bool judge(const struct sample *sample, const char *way, unsigned most,
		  struct comparison_result *result)
{
	struct comparison *comparison = NULL;
	struct error err = { 0 };

	setenv("ASSIZE_SCAN", way, 1);
	if (sample->comparer->open(sample->args, sample->input.answer.bytes,
				   sample->input.answer.size, &comparison, &err) < 0) {
		if (err.kind != ERROR_USAGE)
			differ(sample, "open() failed", err.message);
		return false;
	}
	feed(sample, comparison, most);
	comparison_finish(comparison, result);
	comparison_close(comparison);
	return true;
}

/* One line of clean text, and a place, if there is something to say. */
static void look_at_reason(const struct sample *sample, const struct comparison_result *result)
{
	const char *const texts[] = { result->reason, result->difference };
	char clean[REASON_BYTES * 4];

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		text_sanitise_utf8(texts[i], strlen(texts[i]), clean, sizeof clean);
		if (strcmp(clean, texts[i]) != 0 || strchr(texts[i], '\n'))
			differ(sample, "a reason that is not clean", clean);
	}
	if (!result->accepted && !result->reason[0])
		differ(sample, "rejected", "without a reason");
}

static void look_at_score(const struct sample *sample, enum reference_verdict expected,
			  const struct comparison_result *result)
{
	double score = result->accepted;

	if (expected == REFERENCE_FAULT || expected == REFERENCE_UNKNOWN)
		return;
	if (sample->reference->score)
		score = sample->reference->score(&sample->input);
	if (!(fabs(result->score - score) <= 1e-9 * fmax(1, fabs(score))))
		differ(sample, "another score", result->reason);
}

static void compare(const struct sample *sample)
{
	static const char *const ways[] = { "plain", "sse2", "avx2" };
	static const char *const names[] = { "AC", "WA", "the package's fault", "unknown" };
	enum reference_verdict expected = sample->reference->judge(&sample->input), got;
	struct comparison_result whole, result;

	if (!judge(sample, ways[0], 0, &whole)) {
		if (expected != REFERENCE_FAULT && expected != REFERENCE_UNKNOWN)
			differ(sample, "refused, but should be", names[expected]);
		return;
	}
	got = whole.package_fault ? REFERENCE_FAULT :
	      whole.accepted ? REFERENCE_AC : REFERENCE_WA;
	look_at_reason(sample, &whole);
	if (expected != got && expected != REFERENCE_UNKNOWN)
		differ(sample, names[expected], names[got]);
	look_at_score(sample, expected, &whole);
	for (size_t i = 0; i < 2 * ARRAY_SIZE(ways); i++) {
		unsigned most = i % 2 ? sample->pieces % 70 + 1 : 0;

		judge(sample, ways[i / 2], most, &result);
		if (result.accepted != whole.accepted || result.score != whole.score ||
		    result.package_fault != whole.package_fault || result.line != whole.line ||
		    result.column != whole.column || result.token != whole.token ||
		    strcmp(result.reason, whole.reason) != 0 ||
		    strcmp(result.difference, whole.difference) != 0)
			differ(sample, whole.reason, result.reason);
	}
}

static void choose(struct sample *sample, const uint8_t *data)
{
	size_t count = 0;

	while (reference_list[count])
		count++;
	sample->reference = reference_list[data[0] % count];
	sample->comparer = checker_find(sample->reference->name);
	if (!sample->comparer)
		differ(sample, "there is no such checker", "");
	for (count = 0; sample->reference->args[count]; count++)
		continue;
	sample->input.args = sample->reference->args[data[1] % count];
	snprintf(sample->args, sizeof sample->args - 1, "%s", sample->input.args);
	for (char *at = sample->args; *at; at++)
		if (*at == ' ')
			*at = '\0';
	sample->pieces = data[3];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sample sample = { .pieces = 0 };
	autostrbuf struct strbuf output = { 0 };
	const uint8_t *separator;
	autofree char *answer = NULL;
	size_t answer_size;

	if (size < HEAD)
		return 0;
	choose(&sample, data);
	separator = memchr(data + HEAD, SEPARATOR, size - HEAD);
	answer_size = separator ? (size_t)(separator - data) - HEAD : size - HEAD;
	answer = malloc(answer_size + 1);
	if (!answer)
		abort();
	memcpy(answer, data + HEAD, answer_size);
	answer = realloc(answer, answer_size ? answer_size : 1);
	sample.input.answer = (struct reference_text){ answer, answer_size };
	make_output(&sample.input.answer, separator ? separator + 1 : data,
		    separator ? size - HEAD - answer_size - 1 : 0, data[2] % 2, &output);
	sample.input.output = (struct reference_text){ output.text ? output.text : "",
						       output.length };
	compare(&sample);
	return 0;
}
