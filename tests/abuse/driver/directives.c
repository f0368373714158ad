#include "case.h"

#include "util/cleanup.h"
#include "util/clock.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KIB 1024.0

struct unit {
	const char *name;
	double factor;
};

static const struct unit durations[] = {
	{ "us", 1e3 }, { "ms", 1e6 }, { "s", 1e9 }, { NULL, 0 },
};

static const struct unit sizes[] = {
	{ "B", 1 }, { "KiB", KIB }, { "MiB", KIB * KIB }, { "GiB", KIB * KIB * KIB }, { NULL, 0 },
};

static const struct unit counts[] = { { "", 1 }, { NULL, 0 } };

/* One quantity; *text is moved behind it and the blanks that follow. */
static bool take_quantity(const char **text, const struct unit *units, int64_t *ret)
{
	char *end;
	double value = strtod(*text, &end);
	size_t length = strcspn(end, " \t");

	if (end == *text || value < 0)
		return false;
	for (; units->name; units++)
		if (strlen(units->name) == length && !strncmp(units->name, end, length)) {
			*ret = (int64_t)(value * units->factor);
			*text = end + length + strspn(end + length, " \t");
			return true;
		}
	return false;
}

static bool quantity(const char *text, const struct unit *units, int64_t *ret)
{
	return take_quantity(&text, units, ret) && *text == '\0';
}

static bool range(const char *text, const struct unit *units, struct range *ret)
{
	ret->is_set = true;
	return take_quantity(&text, units, &ret->low) && take_quantity(&text, units, &ret->high) &&
	       *text == '\0' && ret->low <= ret->high;
}

static bool copy(char *to, size_t size, const char *text)
{
	return *text && snprintf(to, size, "%s", text) < (int)size;
}

static bool verdict_key(const char *text, struct abuse_case *c)
{
	while (*text) {
		char word[8];
		size_t length = strcspn(text, " \t");
		enum verdict verdict;

		snprintf(word, sizeof word, "%.*s", (int)length, text);
		verdict = verdict_find(word);
		if (verdict == VERDICT_NONE)
			return false;
		c->expected |= VERDICT_BIT(verdict);
		text += length + strspn(text + length, " \t");
	}
	return c->expected != 0;
}

static bool add_text(struct texts *texts, const char *text)
{
	return texts->count < CASE_TEXTS &&
	       copy(texts->text[texts->count++], sizeof texts->text[0], text);
}

static bool reason_key(const char *text, struct abuse_case *c)
{
	return add_text(&c->reasons, text);
}

static bool message_key(const char *text, struct abuse_case *c)
{
	return add_text(&c->messages, text);
}

static bool message_lacks_key(const char *text, struct abuse_case *c)
{
	return add_text(&c->not_messages, text);
}

/* The names follow those of a line before, so that a long list may have several. */
static bool tests_key(const char *text, struct abuse_case *c)
{
	while (*text) {
		size_t length = strcspn(text, " \t");

		if (c->test_count == CASE_TESTS || length >= sizeof c->tests[0])
			return false;
		snprintf(c->tests[c->test_count++], sizeof c->tests[0], "%.*s", (int)length, text);
		text += length + strspn(text + length, " \t");
	}
	return c->test_count > 0;
}

static bool time_key(const char *text, struct abuse_case *c)
{
	return quantity(text, durations, &c->time_ns);
}

static bool wall_limit_key(const char *text, struct abuse_case *c)
{
	return quantity(text, durations, &c->wall_limit_ns);
}

static bool memory_key(const char *text, struct abuse_case *c)
{
	int64_t bytes = 0;
	bool ok = quantity(text, sizes, &bytes);

	c->memory_bytes = (uint64_t)bytes;
	return ok;
}

static bool output_key(const char *text, struct abuse_case *c)
{
	int64_t bytes = 0;
	bool ok = quantity(text, sizes, &bytes);

	c->output_bytes = (uint64_t)bytes;
	return ok;
}

static bool input_key(const char *text, struct abuse_case *c)
{
	return quantity(text, sizes, &c->input_bytes);
}

static bool compile_time_key(const char *text, struct abuse_case *c)
{
	return quantity(text, durations, &c->compile_ns);
}

static bool compile_memory_key(const char *text, struct abuse_case *c)
{
	return quantity(text, sizes, &c->compile_memory_bytes);
}

static bool processes_key(const char *text, struct abuse_case *c)
{
	int64_t count = 0;
	bool ok = quantity(text, counts, &count);

	c->processes = (uint32_t)count;
	return ok && count > 0;
}

static bool cpu_key(const char *text, struct abuse_case *c)
{
	return range(text, durations, &c->cpu);
}

static bool wall_key(const char *text, struct abuse_case *c)
{
	return range(text, durations, &c->wall);
}

static bool memory_peak_key(const char *text, struct abuse_case *c)
{
	return range(text, sizes, &c->memory);
}

static bool answer_key(const char *text, struct abuse_case *c)
{
	return copy(c->answer, sizeof c->answer, text);
}

static bool beside_key(const char *text, struct abuse_case *c)
{
	return copy(c->beside, sizeof c->beside, text);
}

static bool interactor_key(const char *text, struct abuse_case *c)
{
	return copy(c->interactor, sizeof c->interactor, text);
}

static bool repeat_key(const char *text, struct abuse_case *c)
{
	int64_t count = 0;
	bool ok = quantity(text, counts, &count);

	c->repeat = (unsigned)count;
	return ok && count > 0;
}

static bool language_key(const char *text, struct abuse_case *c)
{
	return copy(c->language, sizeof c->language, text);
}

static bool refused_key(const char *text, struct abuse_case *c)
{
	return copy(c->refused, sizeof c->refused, text);
}

static bool layout_key(const char *text, struct abuse_case *c)
{
	c->layout = true;
	return *text == '\0';
}

static bool run_time_key(const char *text, struct abuse_case *c)
{
	int64_t ms = 0;
	bool ok = quantity(text, counts, &ms);

	c->run_time_ns = ms * NS_PER_MS;
	return ok && ms > 0;
}

static const struct {
	const char *key;
	bool (*take)(const char *text, struct abuse_case *c);
} keys[] = {
	{ "answer", answer_key },
	{ "beside", beside_key },
	{ "compile-memory", compile_memory_key },
	{ "compile-time", compile_time_key },
	{ "cpu", cpu_key },
	{ "each", tests_key },
	{ "input", input_key },
	{ "interactor", interactor_key },
	{ "language", language_key },
	{ "layout", layout_key },
	{ "memory", memory_key },
	{ "memory-peak", memory_peak_key },
	{ "message", message_key },
	{ "message-lacks", message_lacks_key },
	{ "output", output_key },
	{ "processes", processes_key },
	{ "reason", reason_key },
	{ "refused", refused_key },
	{ "repeat", repeat_key },
	{ "run-time", run_time_key },
	{ "tests", tests_key },
	{ "time", time_key },
	{ "verdict", verdict_key },
	{ "wall", wall_key },
	{ "wall-limit", wall_limit_key },
};

/* line is what stands behind the '@'. */
static int take_directive(const char *line, struct abuse_case *c, struct error *err)
{
	size_t length = strcspn(line, " \t");
	const char *value = line + length + strspn(line + length, " \t");

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		if (strlen(keys[i].key) != length || strncmp(keys[i].key, line, length) != 0)
			continue;
		return keys[i].take(value, c) ? 0 :
		       error_usage(err, "bad value in \"@%s\"", line);
	}
	return error_usage(err, "unknown directive @%.*s", (int)length, line);
}

/* A line of text without what makes it a comment. */
static const char *content(char *line)
{
	char *end = line + strlen(line);

	while (end > line && isspace((unsigned char)end[-1]))
		*--end = '\0';
	return line + strspn(line, " \t/*#");
}

int case_parse(const char *text, bool bare, struct abuse_case *ret_case, struct error *err)
{
	struct abuse_case c = *ret_case;
	bool shell = !bare && text[0] == '#', open = true;

	while (open && *text) {
		size_t length = strcspn(text, "\n");
		char line[512];
		char *end;
		const char *words;

		if (!bare && shell && text[0] != '#')
			break;
		snprintf(line, sizeof line, "%.*s", (int)length, text);
		text += length + (text[length] == '\n');
		end = bare || shell ? NULL : strstr(line, "*/");
		if (end) {
			*end = '\0';
			open = false;
		}
		words = content(line);
		if (*words == '@' && take_directive(words + 1, &c, err) < 0)
			return -1;
		if (*words && *words != '@' && !c.title[0])
			snprintf(c.title, sizeof c.title, "%.120s", words);
	}
	if (!c.expected && !c.refused[0])
		return error_usage(err, "no @verdict");
	if (!c.test_count)
		snprintf(c.tests[c.test_count++], sizeof c.tests[0], "go");
	*ret_case = c;
	return 0;
}
