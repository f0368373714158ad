/*
 * json: jansson with our habits: values built in place, text that is always valid, times in
 * milliseconds, one object a line.
 *
 *	autojson json_t *line = json_object();
 *
 *	json_put(line, "name", json_chars(test->name));
 *	json_put(line, "cpu_ms", json_ms(test->cpu_ns));
 *	json_line(line, stdout);
 *
 * Out of memory aborts the process, as in util/string.h. Keys keep the order in which they were
 * put. All else is jansson's own interface.
 */
#ifndef UTIL_JSON_H
#define UTIL_JSON_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static inline void json_cleanup(json_t **json)
{
	json_decref(*json);
}

#define autojson __attribute__((cleanup(json_cleanup)))

/* The object or the array owns value from now on. A NULL value, jansson's failure, aborts. */
void json_put(json_t *object, const char *key, json_t *value);
void json_add(json_t *array, json_t *value);

/* Bytes of any origin as a string: what is not UTF-8, or obeyed by terminals, is U+FFFD. */
json_t *json_text(const void *bytes, size_t size);

/* A char array: to its NUL, or all of it if a damaged message left none. */
#define json_chars(array) json_text(array, strnlen(array, sizeof(array)))

/* text, or null for "". */
json_t *json_text_or_null(const char *text);

/* Nanoseconds as a number of milliseconds, rounded to three decimals. */
json_t *json_ms(int64_t nanoseconds);

/* JSON has no NaN and no infinities: they are null. */
json_t *json_number(double value);

/* On one line, without blanks; the caller frees the text. 12.345 is written as 12.345. */
char *json_compact(const json_t *json);

/* json_compact() and a newline, flushed at once. A failed write stays in ferror(out). */
void json_line(const json_t *json, FILE *out);

#endif
