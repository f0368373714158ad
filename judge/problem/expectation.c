#include "problem/expectation.h"

#include "util/cleanup.h"
#include "util/string.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum {
	AC = VERDICT_BIT(VERDICT_AC), WA = VERDICT_BIT(VERDICT_WA), TLE = VERDICT_BIT(VERDICT_TLE),
	MLE = VERDICT_BIT(VERDICT_MLE), OLE = VERDICT_BIT(VERDICT_OLE),
	RTE = VERDICT_BIT(VERDICT_RTE), CE = VERDICT_BIT(VERDICT_CE), JE = VERDICT_BIT(VERDICT_JE),
};

/* refined: what a tag may narrow the folder's verdict to. */
static const struct {
	const char *name;
	verdict_set expected, refined;
} folders[] = {
	{ "accepted", AC, 0 },
	{ "partially_accepted", AC, 0 },	/* as far as a pass-fail problem can tell */
	{ "wrong_answer", WA, 0 },
	{ "time_limit_exceeded", TLE, 0 },
	{ "run_time_error", RTE, RTE | MLE | OLE },
	/* 2025-09, whose RTE includes MLE and OLE */
	{ "rejected", WA | TLE | RTE | MLE | OLE, 0 },
	{ "brute_force", TLE | RTE | MLE | OLE, 0 },
	/* DOMjudge */
	{ "compiler_error", CE, 0 },
	{ "no_output", WA, 0 },
	{ "output_limit", OLE, 0 },
	{ "memory_limit", MLE, 0 },
};

/* DOMjudge's names, then those it takes for the same, with - for _. */
static const struct {
	const char *name;
	verdict_set expected;	/* 0: people decide */
} results[] = {
	{ "CORRECT", AC },
	{ "WRONG-ANSWER", WA },
	{ "TIMELIMIT", TLE },
	{ "RUN-ERROR", RTE },
	{ "NO-OUTPUT", WA },
	{ "OUTPUT-LIMIT", OLE },
	{ "MEMORY-LIMIT", MLE },
	{ "COMPILER-ERROR", CE },
	{ "COMPARE-ERROR", JE },
	{ "CHECK-MANUALLY", 0 },
	{ "ACCEPTED", AC },
	{ "TIME-LIMIT-EXCEEDED", TLE },
	{ "RUN-TIME-ERROR", RTE },
};

/* ---- Tags --------------------------------------------------------------------------------- */

static void unknown(const char *shown, const char *name, struct expectation *expectation)
{
	const char *names[ARRAY_SIZE(results)], *nearest;

	for (size_t i = 0; i < ARRAY_SIZE(results); i++)
		names[i] = results[i].name;
	nearest = text_nearest(name, names, ARRAY_SIZE(names));
	snprintf(expectation->error, sizeof expectation->error, "unknown expectation \"%s\"%s%s%s",
		 shown, nearest ? "; did you mean \"" : "", nearest ? nearest : "",
		 nearest ? "\"?" : "");
}

static void add_result(const char *text, size_t length, struct expectation *expectation)
{
	char shown[64], name[64] = "";

	text_sanitise_utf8(text, length, shown, sizeof shown);
	for (size_t i = 0; i < length && i < sizeof name - 1; i++)
		name[i] = text[i] == '_' ? '-' : (char)toupper((unsigned char)text[i]);
	for (size_t i = 0; i < ARRAY_SIZE(results); i++) {
		if (strcmp(name, results[i].name))
			continue;
		expectation->expected |= results[i].expected;
		if (!results[i].expected)
			snprintf(expectation->error, sizeof expectation->error,
				 "%s: its verdict is for people to check", results[i].name);
		return;
	}
	unknown(shown, name, expectation);
}

/* The end of what belongs to a list of results: of the line, or of the comment it stands in. */
static size_t list_length(const char *text, size_t size)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_, \t";
	size_t length = 0;

	while (length < size && text[length] && strchr(letters, text[length]))
		length++;
	return length;
}

/* One result between commas. A name does not end in -, but comments do: "-->", "--}}". */
static void add_trimmed(const char *text, const char *end, struct expectation *expectation)
{
	while (text < end && (*text == ' ' || *text == '\t'))
		text++;
	while (end > text && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '-'))
		end--;
	add_result(text, (size_t)(end - text), expectation);
}

struct expectation expectation_of_source(const char *text, size_t size)
{
	static const char tag[] = "@EXPECTED_RESULTS@:";
	struct expectation expectation = { 0 };
	const char *at = memmem(text, size, tag, strlen(tag)), *end, *comma;

	if (!at)
		return expectation;
	at += strlen(tag);
	end = at + list_length(at, size - (size_t)(at - text));
	while ((comma = memchr(at, ',', (size_t)(end - at))) && !*expectation.error) {
		add_trimmed(at, comma, &expectation);
		at = comma + 1;
	}
	if (!*expectation.error)
		add_trimmed(at, end, &expectation);
	return expectation;
}

void expectation_merge(struct expectation *expectation, const struct expectation *other)
{
	if (*expectation->error || (!*other->error && !other->expected))
		return;
	if (*other->error || !expectation->expected)
		*expectation = *other;
	else if (expectation->expected != other->expected)
		snprintf(expectation->error, sizeof expectation->error,
			 "its files have different @EXPECTED_RESULTS@");
}

/* ---- Folder and tag ----------------------------------------------------------------------- */

/* Folders of 2025-09, which mean nothing in a legacy package, but that people use with tags. */
static bool is_mixed(const char *folder, size_t length)
{
	return (length == 8 && !memcmp(folder, "rejected", length)) ||
	       (length == 11 && !memcmp(folder, "brute_force", length));
}

struct expectation expectation_choose(const char *folder, size_t length, bool legacy,
				      const struct expectation *tag)
{
	struct expectation none = { 0 };

	if (legacy && is_mixed(folder, length) && (*tag->error || tag->expected))
		return *tag;
	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		if (strlen(folders[i].name) != length || memcmp(folders[i].name, folder, length))
			continue;
		if (!*tag->error && tag->expected && !(tag->expected & ~folders[i].refined))
			return *tag;
		return (struct expectation){ .expected = folders[i].expected };
	}
	if (*tag->error || tag->expected)
		return *tag;
	snprintf(none.error, sizeof none.error,
		 "no expectation: write @EXPECTED_RESULTS@: into its source, or move it to a "
		 "folder such as accepted/");
	return none;
}
