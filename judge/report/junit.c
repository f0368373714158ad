#include "report/junit.h"

#include "util/clock.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static char *copy(const char *text)
{
	char *copied = strdup(text);

	if (!copied)
		abort();
	return copied;
}

void junit_add(struct junit *junit, const struct junit_case *one)
{
	struct junit_case *added;

	if (junit->count == junit->capacity) {
		junit->capacity = junit->capacity ? 2 * junit->capacity : 16;
		junit->cases = realloc(junit->cases, junit->capacity * sizeof *junit->cases);
		if (!junit->cases)
			abort();
	}
	added = &junit->cases[junit->count++];
	*added = *one;
	added->suite = copy(one->suite);
	added->name = copy(one->name);
	added->class = copy(one->class);
	added->message = copy(one->message ? one->message : "");
	added->output = copy(one->output ? one->output : "");
}

void junit_free(struct junit *junit)
{
	for (size_t i = 0; i < junit->count; i++) {
		free((char *)(uintptr_t)junit->cases[i].suite);
		free((char *)(uintptr_t)junit->cases[i].name);
		free((char *)(uintptr_t)junit->cases[i].class);
		free((char *)(uintptr_t)junit->cases[i].message);
		free((char *)(uintptr_t)junit->cases[i].output);
	}
	free(junit->cases);
	*junit = (struct junit){ .count = 0 };
}

/* U+FFFE and U+FFFF, which are UTF-8 but no characters of XML 1.0. */
static bool is_no_character(const char *bytes)
{
	return !strncmp(bytes, "\xef\xbf\xbe", 3) || !strncmp(bytes, "\xef\xbf\xbf", 3);
}

static const char *entity(char byte)
{
	switch (byte) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\n': return "&#10;";	/* a parser would make blanks of these in an attribute */
	case '\t': return "&#9;";
	default: return NULL;
	}
}

static void put_text(FILE *out, const char *text)
{
	size_t size = strlen(text), capacity = 3 * size + 1;
	autofree char *clean = malloc(capacity);

	if (!clean)
		abort();
	text_sanitise_utf8(text, size, clean, capacity);
	for (const char *at = clean; *at; at++) {
		const char *named = entity(*at);

		if (named) {
			fputs(named, out);
		} else if (is_no_character(at)) {
			fputs("\xef\xbf\xbd", out);
			at += 2;
		} else {
			fputc(*at, out);
		}
	}
}

static void put_attribute(FILE *out, const char *name, const char *value)
{
	fprintf(out, " %s=\"", name);
	put_text(out, value);
	fputc('"', out);
}

static void put_seconds(FILE *out, int64_t ns)
{
	fprintf(out, " time=\"%.3f\"", (double)ns / (double)NS_PER_S);
}

static void put_case(FILE *out, const struct junit_case *one)
{
	const char *element = one->outcome == JUNIT_ERROR ? "error" : "failure";

	fputs("    <testcase", out);
	put_attribute(out, "classname", one->class);
	put_attribute(out, "name", one->name);
	put_seconds(out, one->time_ns);
	fputs(">\n", out);
	if (one->outcome != JUNIT_PASSED) {
		fprintf(out, "      <%s", element);
		put_attribute(out, "message", one->message);
		fputs("/>\n", out);
	}
	if (*one->output) {
		fputs("      <system-out>", out);
		put_text(out, one->output);
		fputs("</system-out>\n", out);
	}
	fputs("    </testcase>\n", out);
}

struct totals {
	size_t tests, failures, errors;
	int64_t time_ns;
};

/* Of one suite; of all if it is NULL. */
static struct totals total(const struct junit *junit, const char *suite)
{
	struct totals totals = { .tests = 0 };

	for (size_t i = 0; i < junit->count; i++) {
		const struct junit_case *one = &junit->cases[i];

		if (suite && strcmp(one->suite, suite) != 0)
			continue;
		totals.tests++;
		totals.failures += one->outcome == JUNIT_FAILED;
		totals.errors += one->outcome == JUNIT_ERROR;
		totals.time_ns += one->time_ns;
	}
	return totals;
}

static void put_totals(FILE *out, const struct totals *totals)
{
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", totals->tests,
		totals->failures, totals->errors);
	put_seconds(out, totals->time_ns);
	fputs(">\n", out);
}

static void put_suite(const struct junit *junit, const char *suite, FILE *out)
{
	struct totals totals = total(junit, suite);

	fputs("  <testsuite", out);
	put_attribute(out, "name", suite);
	put_totals(out, &totals);
	for (size_t i = 0; i < junit->count; i++)
		if (strcmp(junit->cases[i].suite, suite) == 0)
			put_case(out, &junit->cases[i]);
	fputs("  </testsuite>\n", out);
}

static bool is_first_of_suite(const struct junit *junit, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (strcmp(junit->cases[j].suite, junit->cases[i].suite) == 0)
			return false;
	return true;
}

void junit_write(const struct junit *junit, FILE *out)
{
	struct totals totals = total(junit, NULL);

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites", out);
	put_totals(out, &totals);
	for (size_t i = 0; i < junit->count; i++)
		if (is_first_of_suite(junit, i))
			put_suite(junit, junit->cases[i].suite, out);
	fputs("</testsuites>\n", out);
	fflush(out);
}
