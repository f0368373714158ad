#include "util/string.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void strbuf_init(struct strbuf *buffer)
{
	*buffer = (struct strbuf){ 0 };
}

/* Makes room for size more bytes and a NUL. */
static void reserve(struct strbuf *buffer, size_t size)
{
	size_t need, capacity = buffer->capacity ? buffer->capacity : 64;
	char *text;

	if (__builtin_add_overflow(buffer->length, size, &need) || need > SIZE_MAX / 2 - 1)
		abort();
	if (need < buffer->capacity)
		return;
	while (capacity <= need)
		capacity *= 2;
	text = realloc(buffer->text, capacity);
	if (!text)
		abort();
	buffer->text = text;
	buffer->capacity = capacity;
}

void strbuf_append(struct strbuf *buffer, const void *bytes, size_t size)
{
	reserve(buffer, size);
	if (size)
		memcpy(buffer->text + buffer->length, bytes, size);
	buffer->length += size;
	buffer->text[buffer->length] = '\0';
}

void strbuf_printf(struct strbuf *buffer, const char *format, ...)
{
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length < 0)
		abort();
	reserve(buffer, (size_t)length);
	va_start(args, format);
	vsnprintf(buffer->text + buffer->length, (size_t)length + 1, format, args);
	va_end(args);
	buffer->length += (size_t)length;
}

void strbuf_free(struct strbuf *buffer)
{
	free(buffer->text);
	strbuf_init(buffer);
}

char *strbuf_take(struct strbuf *buffer)
{
	char *text;

	strbuf_append(buffer, "", 0);
	text = buffer->text;
	strbuf_init(buffer);
	return text;
}

enum { WORD_MAX = 64 };	/* nobody mistypes longer ones; keeps the rows on the stack */

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Damerau-Levenshtein, where no part is edited twice: three rows of its table are enough. */
static unsigned distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
	unsigned rows[3][WORD_MAX + 1] = { { 0 } };
	unsigned *before = rows[0], *above = rows[1], *row = rows[2];

	for (unsigned j = 0; j <= b_length; j++)
		above[j] = j;
	for (unsigned i = 1; i <= a_length; i++) {
		unsigned *spare = before;

		row[0] = i;
		for (unsigned j = 1; j <= b_length; j++) {
			row[j] = least(above[j - 1] + (a[i - 1] != b[j - 1]),
				       least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], before[j - 2] + 1);
		}
		before = above;
		above = row;
		row = spare;
	}
	return above[b_length];
}

const char *text_nearest(const char *word, const char *const *candidates, size_t count)
{
	size_t length = strlen(word);
	unsigned best = length < 6 ? 1 : least((unsigned)length / 3, 3);
	const char *nearest = NULL;

	if (length < 2 || length > WORD_MAX)
		return NULL;
	best++;
	for (size_t i = 0; i < count; i++) {
		size_t other = strlen(candidates[i]);
		unsigned slips;

		if (other > WORD_MAX)
			continue;
		slips = distance(word, length, candidates[i], other);
		if (slips < best) {
			best = slips;
			nearest = candidates[i];
		}
	}
	return nearest;
}

/* The length of the valid UTF-8 character at the start of bytes, or 0. Sets its code point. */
static size_t decode(const unsigned char *bytes, size_t size, uint32_t *ret_point)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length = bytes[0] < 0x80 ? 1 : bytes[0] < 0xc0 ? 0 : bytes[0] < 0xe0 ? 2 :
			bytes[0] < 0xf0 ? 3 : bytes[0] < 0xf8 ? 4 : 0;
	uint32_t point;

	if (length == 0 || length > size)
		return 0;
	point = length == 1 ? bytes[0] : bytes[0] & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (bytes[i] & 0x3f);
	}
	if (point < smallest[length] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
		return 0;
	*ret_point = point;
	return length;
}

/* Also what reverses the rest of a line, and the separators that are newlines to some. */
static bool is_control(uint32_t point)
{
	return (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7f && point < 0xa0) ||
	       (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

size_t text_sanitise_utf8(const void *bytes, size_t size, char *text, size_t capacity)
{
	static const unsigned char replacement[] = { 0xef, 0xbf, 0xbd };
	const unsigned char *at = bytes;
	size_t used = 0;

	if (capacity == 0)
		return 0;
	while (size > 0) {
		uint32_t point = 0;
		size_t length = decode(at, size, &point), step = length ? length : 1;
		const unsigned char *from = at;

		if (length == 0 || is_control(point)) {
			from = replacement;
			length = sizeof replacement;
		}
		if (used + length >= capacity)
			break;
		memcpy(text + used, from, length);
		used += length;
		at += step;
		size -= step;
	}
	text[used] = '\0';
	return used;
}

size_t text_sanitise_line(const void *bytes, size_t size, char *text, size_t capacity)
{
	size_t length = text_sanitise_utf8(bytes, size, text, capacity);

	for (size_t i = 0; i < length; i++)
		if (text[i] == '\n' || text[i] == '\t')
			text[i] = ' ';
	return length;
}

const char *text_path(const char *path, char *text, size_t capacity)
{
	static const char cut[] = "...";
	size_t length = strlen(path), room = capacity - sizeof cut;

	if (length < capacity) {
		text_sanitise_line(path, length, text, capacity);
		return text;
	}
	path += length - room;
	while (((unsigned char)*path & 0xc0) == 0x80)
		path++;
	memcpy(text, cut, sizeof cut);
	text_sanitise_line(path, strlen(path), text + strlen(cut), capacity - strlen(cut));
	return text;
}

/* INT64_MIN has no positive counterpart. */
static uint64_t magnitude(int64_t value)
{
	return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

const char *text_duration(int64_t nanoseconds, char text[TEXT_HUMAN_MAX])
{
	const char *sign = nanoseconds < 0 ? "-" : "";
	unsigned long long ns = magnitude(nanoseconds);
	unsigned long long ms = (ns + 500000) / 1000000;
	unsigned long long tenth_ms = (ns + 50000) / 100000, tenth_us = (ns + 50) / 100;

	/* Compared after rounding, so that 999.96 ms is 1.000 s and not 1000.0 ms. */
	if (ns < 1000)
		snprintf(text, TEXT_HUMAN_MAX, "%s%llu ns", sign, ns);
	else if (tenth_us < 10000)
		snprintf(text, TEXT_HUMAN_MAX, "%s%llu.%llu us", sign, tenth_us / 10,
			 tenth_us % 10);
	else if (tenth_ms < 10000)
		snprintf(text, TEXT_HUMAN_MAX, "%s%llu.%llu ms", sign, tenth_ms / 10,
			 tenth_ms % 10);
	else
		snprintf(text, TEXT_HUMAN_MAX, "%s%llu.%03llu s", sign, ms / 1000, ms % 1000);
	return text;
}

const char *text_bytes(int64_t bytes, char text[TEXT_HUMAN_MAX])
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
	const char *sign = bytes < 0 ? "-" : "";
	uint64_t whole = magnitude(bytes), rest = 0;
	unsigned long long tenths;
	size_t unit = 0;

	while (whole >= 1024) {
		rest = whole % 1024;
		whole /= 1024;
		unit++;
	}
	tenths = whole * 10 + (rest * 10 + 512) / 1024;
	if (tenths >= 10240 && unit + 1 < sizeof units / sizeof units[0]) {
		tenths = 10;
		unit++;
	}
	if (tenths % 10)
		snprintf(text, TEXT_HUMAN_MAX, "%s%llu.%llu %s", sign, tenths / 10, tenths % 10,
			 units[unit]);
	else
		snprintf(text, TEXT_HUMAN_MAX, "%s%llu %s", sign, tenths / 10, units[unit]);
	return text;
}

const char *packed_next(const char *string)
{
	return string + strlen(string) + 1;
}

size_t packed_count(const char *packed)
{
	size_t count = 0;

	for (; *packed; packed = packed_next(packed))
		count++;
	return count;
}

bool packed_mentions(const char *packed, const char *text)
{
	for (const char *s = packed; *s; s = packed_next(s))
		if (strstr(s, text))
			return true;
	return false;
}

bool packed_append(char *packed, size_t capacity, const char *word, size_t length)
{
	size_t used = 0;

	if (length == 0 || memchr(word, '\0', length))
		return false;
	while (packed[used])
		used += strlen(packed + used) + 1;
	if (length >= capacity || used + length + 2 > capacity)
		return false;
	memcpy(packed + used, word, length);
	memset(packed + used + length, 0, 2);
	return true;
}
