/*
 * DMOJ's easy checker: each byte as often as in the answer, whatever their order; ASCII letters of
 * either case are the same, and whitespace is nothing.
 */
#include "checkers/arguments.h"
#include "checkers/bytes.h"
#include "checkers/reason.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { BYTES = 256 };

struct easy {
	struct comparison base;
	const char *answer;
	size_t size;
	uint64_t expected[BYTES], got[BYTES];
	bool any;
};

static void count(uint64_t counts[BYTES], const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		counts[(unsigned char)byte_fold(bytes[i])]++;
}

/* Whitespace was counted too, which is quicker, and is not looked at. */
static bool differs(const struct easy *c, int byte)
{
	return !byte_is_space((char)byte) && c->expected[byte] != c->got[byte];
}

static int easy_open(const char *args, const char *answer, size_t size,
		     struct comparison **ret_comparison, struct error *err)
{
	struct easy *c;

	if (arguments_none(&comparer_dmoj_easy, args, err) < 0)
		return -1;
	c = calloc(1, sizeof *c);
	if (!c)
		return error_system(err, "dmoj-easy");
	c->base.comparer = &comparer_dmoj_easy;
	c->answer = answer;
	c->size = size;
	count(c->expected, answer, size);
	*ret_comparison = &c->base;
	return 0;
}

static bool easy_feed(struct comparison *comparison, const char *data, size_t size)
{
	struct easy *c = (struct easy *)comparison;

	count(c->got, data, size);
	c->any = c->any || bytes_space(data, size) < size;
	return true;
}

/* The place in the answer where the byte is too often, or its end. */
static size_t place_of(const struct easy *c, int byte)
{
	uint64_t left = c->got[byte];
	size_t place = 0;

	while (place < c->size &&
	       ((unsigned char)byte_fold(c->answer[place]) != byte || left-- > 0))
		place++;
	return place;
}

static void easy_finish(struct comparison *comparison, struct comparison_result *result)
{
	struct easy *c = (struct easy *)comparison;
	char byte, text[REASON_TEXT];
	struct piece piece = { PIECE_TOKEN, &byte, 1, 1 };
	int i = 0;

	while (i < BYTES && !differs(c, i))
		i++;
	if (i == BYTES) {
		*result = (struct comparison_result){ .accepted = true };
		return;
	}
	reason_locate(c->answer, place_of(c, i), result);
	byte = (char)i;
	reason_describe(&piece, text);
	snprintf(result->reason, sizeof result->reason,
		 "%s: expected %" PRIu64 " times, got %" PRIu64 " times", text, c->expected[i],
		 c->got[i]);
	snprintf(result->difference, sizeof result->difference, "%s: got %" PRIu64 " times", text,
		 c->got[i]);
	if (!c->any)
		reason_no_output(result);
}

static void easy_close(struct comparison *comparison)
{
	free(comparison);
}

const struct comparer comparer_dmoj_easy = {
	.name = "dmoj-easy",
	.summary = "the same characters, in any order and case (DMOJ)",
	.open = easy_open,
	.feed = easy_feed,
	.finish = easy_finish,
	.close = easy_close,
};
