#include "checkers/reason.h"

#include "checkers/bytes.h"
#include "checkers/decimal.h"
#include "util/string.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static struct piece piece_at(enum blanks blanks, const char *answer, size_t size, size_t place)
{
	size_t length;

	if (place == size)
		return (struct piece){ .kind = PIECE_END };
	if (byte_is_blank(blanks, answer[place]))
		return (struct piece){ PIECE_SPACE, answer + place, 1, 1 };
	length = scan_best(blanks)->token(answer + place, size - place);
	return (struct piece){ PIECE_TOKEN, answer + place, length, length };
}

struct piece reason_piece_at(const char *answer, size_t size, size_t place)
{
	return piece_at(BLANKS_ICPC, answer, size, place);
}

static const char *space_name(char space)
{
	static const char *const names[] = {
		"a tab", "a newline", "a vertical tab", "a form feed", "a carriage return",
	};

	return space == ' ' ? "a space" : names[space - '\t'];
}

/* As much as is shown, without the start of a character that is not shown whole. */
static size_t shown_bytes(const struct piece *token)
{
	size_t shown = token->known < REASON_TOKEN ? token->known : REASON_TOKEN;

	if (shown == token->length)
		return shown;
	for (size_t cut = shown; cut > 0 && shown - cut < 4; cut--)
		if (((unsigned char)token->bytes[cut - 1] & 0xc0) == 0xc0)
			return cut - 1;
	return shown;
}

/* Two texts, the place and the words between fit in REASON_BYTES. */
void reason_describe(const struct piece *piece, char text[REASON_TEXT])
{
	char safe[REASON_TEXT - sizeof "\"\"..."];
	struct decimal number;
	size_t shown;

	if (piece->kind == PIECE_END) {
		snprintf(text, REASON_TEXT, "end of file");
		return;
	}
	if (piece->kind == PIECE_SPACE) {
		snprintf(text, REASON_TEXT, "%s", space_name(piece->bytes[0]));
		return;
	}
	shown = shown_bytes(piece);
	text_sanitise_utf8(piece->bytes, shown, safe, sizeof safe);
	if (shown < piece->length)
		snprintf(text, REASON_TEXT, "\"%s\"...", safe);
	else if (decimal_parse(piece->bytes, shown, &number))
		snprintf(text, REASON_TEXT, "%s", safe);
	else
		snprintf(text, REASON_TEXT, "\"%s\"", safe);
}

/* Whether the answer's line has no token but the one at place. */
static bool is_alone(enum blanks blanks, const char *answer, size_t size, size_t place)
{
	while (place < size && !byte_is_blank(blanks, answer[place]))
		place++;
	while (place < size && answer[place] != '\n' && byte_is_blank(blanks, answer[place]))
		place++;
	return place == size || answer[place] == '\n';
}

static void locate(enum blanks blanks, const char *answer, size_t place,
		   struct comparison_result *result)
{
	const char *at = answer, *end = answer + place, *newline;

	result->line = 1;
	while (at < end && (newline = memchr(at, '\n', (size_t)(end - at)))) {
		result->line++;
		at = newline + 1;
	}
	result->column = (uint64_t)(end - at) + 1;
	result->token = 1;
	for (const char *byte = at; byte < end; byte++)
		if (!byte_is_blank(blanks, *byte) &&
		    (byte + 1 == end || byte_is_blank(blanks, byte[1])))
			result->token++;
}

void reason_reject_among(enum blanks blanks, const char *answer, size_t size, size_t place,
			 const struct piece *got, size_t same, struct comparison_result *result)
{
	struct piece expected = piece_at(blanks, answer, size, place);
	char expected_text[REASON_TEXT], got_text[REASON_TEXT], where[56], alike[37] = "";

	*result = (struct comparison_result){ .accepted = false };
	locate(blanks, answer, place, result);
	reason_describe(&expected, expected_text);
	reason_describe(got, got_text);
	if (expected.kind == PIECE_SPACE || got->kind == PIECE_SPACE)
		snprintf(where, sizeof where, "line %" PRIu64 ", column %" PRIu64, result->line,
			 result->column);
	else if (result->token == 1 && is_alone(blanks, answer, size, place))
		snprintf(where, sizeof where, "line %" PRIu64, result->line);
	else
		snprintf(where, sizeof where, "token %" PRIu64 " of line %" PRIu64, result->token,
			 result->line);
	if (strcmp(expected_text, got_text) == 0)
		snprintf(alike, sizeof alike, " (byte %zu differs)", same + 1);
	snprintf(result->reason, sizeof result->reason, "%s: expected %s, got %s%s", where,
		 expected_text, got_text, alike);
	/* Not how much is alike: who may ask again would learn the answer byte by byte. */
	snprintf(result->difference, sizeof result->difference, "%s: got %s", where, got_text);
}

void reason_reject(const char *answer, size_t size, size_t place, const struct piece *got,
		   size_t same, struct comparison_result *result)
{
	reason_reject_among(BLANKS_ICPC, answer, size, place, got, same, result);
}

static void prefix(const char *words, char text[REASON_BYTES])
{
	char whole[REASON_BYTES + 32];
	int length = snprintf(whole, sizeof whole, "%s%s", words, text);

	text_sanitise_utf8(whole, (size_t)length, text, REASON_BYTES);
}

void reason_format(const char *answer, size_t size, size_t place, const struct piece *got,
		   struct comparison_result *result)
{
	static const char words[] = "wrong output format: ";

	reason_reject_among(BLANKS_TESTLIB, answer, size, place, got, 0, result);
	prefix(words, result->reason);
	prefix(words, result->difference);
}

void reason_fault(const char *answer, size_t size, size_t place, const char *needed,
		  struct comparison_result *result)
{
	struct piece found = piece_at(BLANKS_TESTLIB, answer, size, place);
	char text[REASON_TEXT];

	*result = (struct comparison_result){ .package_fault = true };
	locate(BLANKS_TESTLIB, answer, place, result);
	reason_describe(&found, text);
	snprintf(result->reason, sizeof result->reason,
		 "token %" PRIu64 " of line %" PRIu64 " of the answer: expected %s, got %s",
		 result->token, result->line, needed, text);
}

void reason_locate(const char *answer, size_t place, struct comparison_result *result)
{
	*result = (struct comparison_result){ .accepted = false };
	locate(BLANKS_ICPC, answer, place, result);
}

void reason_no_output(struct comparison_result *result)
{
	snprintf(result->reason, sizeof result->reason, "no output");
	snprintf(result->difference, sizeof result->difference, "no output");
}
