#include "util/json.h"

#include "util/cleanup.h"
#include "util/string.h"

#include <math.h>
#include <stdlib.h>

void json_put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value) < 0)
		abort();
}

void json_add(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) < 0)
		abort();
}

json_t *json_text(const void *bytes, size_t size)
{
	size_t capacity = 3 * size + 1;		/* U+FFFD is three bytes */
	autofree char *text = malloc(capacity);

	if (!text)
		abort();
	return json_stringn(text, text_sanitise_utf8(bytes, size, text, capacity));
}

json_t *json_text_or_null(const char *text)
{
	return *text ? json_text(text, strlen(text)) : json_null();
}

json_t *json_ms(int64_t nanoseconds)
{
	int64_t microseconds = nanoseconds / 1000 + (nanoseconds % 1000 >= 500);

	return json_real((double)microseconds / 1000);
}

json_t *json_number(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

char *json_compact(const json_t *json)
{
	/*
	 * With 17 digits, jansson's default, 12.345 is 12.345000000000001. Every decimal of up to
	 * 15 digits survives being a double, and that is microseconds for 31 years.
	 */
	char *text = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));

	if (!text)
		abort();
	return text;
}

void json_line(const json_t *json, FILE *out)
{
	autofree char *text = json_compact(json);

	fprintf(out, "%s\n", text);
	fflush(out);
}
