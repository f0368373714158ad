/*
 * string: text that grows, text that is safe to show, text for people.
 *
 *	autostrbuf struct strbuf line = { 0 };
 *	strbuf_printf(&line, "%s: %d tests", name, count);
 *	puts(line.text);
 *
 * Nothing here fails: out of memory aborts the process, which gives its lease back.
 */
#ifndef UTIL_STRING_H
#define UTIL_STRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zeroed or strbuf_init()ed is empty. text is owned by the buffer and moves when it grows. */
struct strbuf {
	char *text;	/* NUL-terminated; NULL as long as nothing was appended */
	size_t length;	/* bytes before the final NUL; the text may contain others */
	size_t capacity;
};

void strbuf_init(struct strbuf *buffer);
void strbuf_append(struct strbuf *buffer, const void *bytes, size_t size);
void strbuf_printf(struct strbuf *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void strbuf_free(struct strbuf *buffer);	/* the buffer is empty again */

/* Hands the text on: the caller frees it, the buffer is empty. Never NULL. */
char *strbuf_take(struct strbuf *buffer);

#define autostrbuf __attribute__((cleanup(strbuf_free)))

/*
 * The candidate that word is most likely a misspelling of, or NULL. A swap of two neighbours, a
 * letter missing, added or replaced is one slip; one slip in three letters is accepted.
 */
const char *text_nearest(const char *word, const char *const *candidates, size_t count);

/*
 * Copies bytes of any origin as valid UTF-8 that no terminal obeys: each invalid byte and each
 * control character but \n and \t (so also NUL, ESC, the C1 range, and what changes the direction
 * of text) becomes U+FFFD. Writes at most
 * capacity bytes, the final NUL included, never half a character. Returns the length written.
 */
size_t text_sanitise_utf8(const void *bytes, size_t size, char *text, size_t capacity);

/* The same as one line: newlines and tabs are blanks. */
size_t text_sanitise_line(const void *bytes, size_t size, char *text, size_t capacity);

/*
 * A path as text_sanitise_line() writes it. One that is too long loses its beginning, for "...":
 * its end says which file it is. Returns text. capacity is 16 at least.
 */
const char *text_path(const char *path, char *text, size_t capacity);

enum { TEXT_HUMAN_MAX = 32 };	/* enough for the two below */

/* "1.234 s", "12.3 ms", "7.0 us", "12 ns". Returns text. */
const char *text_duration(int64_t nanoseconds, char text[TEXT_HUMAN_MAX]);

/* "1.5 GiB", "64 KiB", "12 B". Returns text. */
const char *text_bytes(int64_t bytes, char text[TEXT_HUMAN_MAX]);

/*
 * Packed strings: a list inside a char array, each with its NUL, ended by an empty one, so that a
 * struct that contains it stays plain bytes. A zeroed array is the empty list.
 *
 *	for (const char *s = packed; *s; s = packed_next(s))
 */
const char *packed_next(const char *string);
size_t packed_count(const char *packed);

/* Does one of them contain text? */
bool packed_mentions(const char *packed, const char *text);

/* False, and nothing changed, when word is empty, contains NUL or does not fit in capacity. */
bool packed_append(char *packed, size_t capacity, const char *word, size_t length);

#endif
