#include "checkers/line.h"

#include "checkers/bytes.h"

#include <string.h>

void line_begin(struct line *line, const char *answer, size_t size, size_t begin, size_t end,
		enum strip strip)
{
	if (strip == STRIP_BOTH)
		begin += bytes_space(answer + begin, end - begin);
	while (strip != STRIP_NONE && end > begin && byte_is_space(answer[end - 1]))
		end--;
	line->answer = answer;
	line->size = size;
	line->begin = line->at = begin;
	line->end = end;
	line->spaces = line->same_spaces = 0;
	line->strip = strip;
	line->wrong = line->token_goes_on = false;
}

static void keep(struct line *line, const char *data, size_t size)
{
	size_t room = LINE_HEAD - line->length;

	if (line->length < LINE_HEAD)
		memcpy(line->head + line->length, data, size < room ? size : room);
	line->length += size;
}

static void differ(struct line *line, size_t place, enum piece_kind got)
{
	line->wrong = true;
	line->place = place;
	line->got = got;
	line->length = line->same = 0;
}

/* The output has a token there that begins as the answer's does up to at. */
static void differ_in_token(struct line *line, size_t at)
{
	size_t begin = at;

	while (begin > line->begin && !byte_is_space(line->answer[begin - 1]))
		begin--;
	differ(line, begin, PIECE_TOKEN);
	line->same = at - begin;
	keep(line, line->answer + begin, line->same);
	line->token_goes_on = true;
}

static void differ_in_space(struct line *line, size_t at, char space)
{
	differ(line, at, PIECE_SPACE);
	keep(line, &space, 1);
}

static void take_space(struct line *line, char space)
{
	size_t at = line->at + line->same_spaces;

	if (line->strip == STRIP_BOTH && line->at == line->begin)
		return;
	if (line->same_spaces == line->spaces && at < line->end && line->answer[at] == space) {
		line->same_spaces++;
	} else if (line->strip == STRIP_NONE) {
		line->at = at;
		differ_in_space(line, at, space);
	} else if (line->same_spaces == line->spaces) {
		line->other_space = space;
	}
	line->spaces++;
}

static void take_other(struct line *line, char byte)
{
	if (line->same_spaces < line->spaces) {
		differ_in_space(line, line->at + line->same_spaces, line->other_space);
		return;
	}
	line->at += line->spaces;
	line->spaces = line->same_spaces = 0;
	if (line->at < line->end && line->answer[line->at] == byte) {
		line->at++;
		return;
	}
	differ_in_token(line, line->at);
	keep(line, &byte, 1);
}

/* Equal bytes up to some that are not spaces. */
static size_t skip_equal(struct line *line, const char *data, size_t size)
{
	size_t left = line->end - line->at, same;

	if (line->spaces > 0)
		return 0;
	same = bytes_equal(data, line->answer + line->at, left < size ? left : size);
	while (same > 0 && byte_is_space(data[same - 1]))
		same--;
	line->at += same;
	return same;
}

void line_feed(struct line *line, const char *data, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (!line->wrong)
			i += skip_equal(line, data + i, size - i);
		if (i == size)
			return;
		if (line->wrong && byte_is_space(data[i]))
			line->token_goes_on = false;
		else if (line->wrong && line->token_goes_on)
			keep(line, data + i, 1);
		else if (!line->wrong && byte_is_space(data[i]))
			take_space(line, data[i]);
		else if (!line->wrong)
			take_other(line, data[i]);
	}
}

bool line_end(struct line *line)
{
	size_t at = line->at + line->same_spaces;

	if (line->wrong)
		return false;
	if (line->strip == STRIP_NONE ? at == line->end : line->at == line->end)
		return true;
	if (line->spaces == 0 && at > line->begin && !byte_is_space(line->answer[at - 1]) &&
	    !byte_is_space(line->answer[at]))
		differ_in_token(line, at);
	else
		differ(line, at, PIECE_END);
	return false;
}

void line_reason(const struct line *line, bool at_end, struct comparison_result *result)
{
	struct piece got = {
		.kind = line->got, .bytes = line->head, .length = line->length,
		.known = line->length < LINE_HEAD ? line->length : LINE_HEAD,
	};

	if (got.kind == PIECE_END && !at_end)
		got = (struct piece){ .kind = PIECE_SPACE, .bytes = "\n", .length = 1, .known = 1 };
	reason_reject(line->answer, line->size, line->place, &got, line->same, result);
}

static bool ends_line(char byte)
{
	return byte == '\n' || byte == '\r';
}

bool line_next(const char *answer, size_t size, size_t *at, size_t *ret_begin)
{
	size_t begin = *at, end;

	while (begin < size && ends_line(answer[begin]))
		begin++;
	for (end = begin; end < size && !ends_line(answer[end]);)
		end++;
	*at = end;
	*ret_begin = begin;
	return begin < size;
}
