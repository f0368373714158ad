#include "suite.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void tap_result(struct suite *suite, bool ok, const char *name, const char *what)
{
	suite->tests++;
	suite->failures += !ok;
	printf("%s %u - %s: %s\n", ok ? "ok" : "not ok", suite->tests, name, what);
	fflush(stdout);
}

void tap_note(const char *format, ...)
{
	char line[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	tap_notes(line);
}

void tap_notes(const char *text)
{
	while (text && *text) {
		size_t length = strcspn(text, "\n");

		printf("# %.*s\n", (int)length, text);
		text += length + (text[length] == '\n');
	}
	fflush(stdout);
}
