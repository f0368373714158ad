#include "profile/template.h"

#include "util/cleanup.h"
#include "util/string.h"

#include <inttypes.h>
#include <string.h>

#define SOURCES "sources"

enum { BOTH = 1 << TEMPLATE_COMPILE | 1 << TEMPLATE_RUN };

enum placeholder_kind { KIND_TEXT, KIND_NUMBER, KIND_SOURCES };

static const struct placeholder {
	const char *name;
	unsigned stages;		/* bit 1 << stage */
	enum placeholder_kind kind;
	size_t offset;			/* of a const char * or uint64_t in the values */
} placeholders[] = {
	{ "binary", BOTH, KIND_TEXT, offsetof(struct template_values, binary) },
	{ SOURCES, 1 << TEMPLATE_COMPILE, KIND_SOURCES, 0 },
	{ "main", BOTH, KIND_TEXT, offsetof(struct template_values, main) },
	{ "main_class", 1 << TEMPLATE_RUN, KIND_TEXT, offsetof(struct template_values, main_class) },
	{ "memory_mib", BOTH, KIND_NUMBER, offsetof(struct template_values, memory_mib) },
	{ "stack_kib", BOTH, KIND_NUMBER, offsetof(struct template_values, stack_kib) },
};

/* ---- One piece of an argument after the other --------------------------------------------- */

enum piece_kind { PIECE_END, PIECE_TEXT, PIECE_PLACEHOLDER };

struct piece {
	enum piece_kind kind;
	const char *text;	/* a placeholder's is its name, without the braces */
	size_t length;
};

/* Reads the piece at *at in argument and steps over it. -1: a brace without its partner. */
static int next_piece(const char *argument, const char **at, struct piece *ret_piece,
		      struct error *err)
{
	const char *text = *at, *end;
	size_t length = strcspn(text, "{}");

	if (length) {
		*ret_piece = (struct piece){ PIECE_TEXT, text, length };
		*at = text + length;
	} else if (!*text) {
		*ret_piece = (struct piece){ PIECE_END, text, 0 };
	} else if (text[0] == text[1]) {
		*ret_piece = (struct piece){ PIECE_TEXT, text, 1 };
		*at = text + 2;
	} else {
		end = text + 1 + strcspn(text + 1, "{}");
		if (*text == '}' || *end != '}')
			return error_usage(err, "\"%.100s\" has a %c without its partner; write "
					   "%c%c for a plain one", argument, *text, *text, *text);
		*ret_piece = (struct piece){ PIECE_PLACEHOLDER, text + 1, (size_t)(end - text - 1) };
		*at = end + 1;
	}
	return 0;
}

static int unknown_placeholder(const char *name, struct error *err)
{
	const char *names[ARRAY_SIZE(placeholders)], *nearest;
	autostrbuf struct strbuf known = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(placeholders); i++) {
		names[i] = placeholders[i].name;
		strbuf_printf(&known, "%s{%s}", i ? ", " : "", names[i]);
	}
	nearest = text_nearest(name, names, ARRAY_SIZE(placeholders));
	if (nearest)
		return error_usage(err, "unknown placeholder {%.60s}; did you mean {%s}?", name,
				   nearest);
	return error_usage(err, "unknown placeholder {%.60s}; one of: %s; write {{ for a plain {",
			   name, known.text);
}

static const struct placeholder *find_placeholder(const struct piece *piece, struct error *err)
{
	char name[64];

	for (size_t i = 0; i < ARRAY_SIZE(placeholders); i++)
		if (strlen(placeholders[i].name) == piece->length &&
		    memcmp(placeholders[i].name, piece->text, piece->length) == 0)
			return &placeholders[i];
	snprintf(name, sizeof name, "%.*s", (int)piece->length, piece->text);
	unknown_placeholder(name, err);
	return NULL;
}

int template_check(const char *argument, enum template_stage stage, struct error *err)
{
	static const char *const stages[] = { "compile", "run" };
	struct piece piece = { .kind = PIECE_TEXT };
	const char *at = argument;

	while (piece.kind != PIECE_END) {
		const struct placeholder *p;

		if (next_piece(argument, &at, &piece, err) < 0)
			return -1;
		if (piece.kind != PIECE_PLACEHOLDER)
			continue;
		p = find_placeholder(&piece, err);
		if (!p)
			return -1;
		if (!(p->stages & 1u << stage))
			return error_usage(err, "{%s} has no value in the command of \"%s\"; remove "
					   "it", p->name, stages[stage]);
		if (p->kind == KIND_SOURCES && strcmp(argument, "{" SOURCES "}") != 0)
			return error_usage(err, "{" SOURCES "} stands for several arguments; make it "
					   "an argument of its own");
	}
	return 0;
}

/* ---- Expansion ---------------------------------------------------------------------------- */

static int append_value(const struct placeholder *p, const struct template_values *values,
			struct strbuf *argument, struct error *err)
{
	const void *member = (const char *)values + p->offset;

	if (p->kind == KIND_NUMBER) {
		strbuf_printf(argument, "%" PRIu64, *(const uint64_t *)member);
	} else if (p->kind == KIND_TEXT && *(const char *const *)member &&
		   **(const char *const *)member) {
		strbuf_printf(argument, "%s", *(const char *const *)member);
	} else {
		return error_usage(err, "{%s} has no value here", p->name);
	}
	return 0;
}

static int expand_argument(const char *argument, const struct template_values *values,
			   struct strbuf *command, struct error *err)
{
	autostrbuf struct strbuf expanded = { 0 };
	struct piece piece = { .kind = PIECE_TEXT };
	const char *at = argument;

	while (piece.kind != PIECE_END) {
		const struct placeholder *p;

		if (next_piece(argument, &at, &piece, err) < 0)
			return -1;
		if (piece.kind == PIECE_TEXT)
			strbuf_append(&expanded, piece.text, piece.length);
		if (piece.kind != PIECE_PLACEHOLDER)
			continue;
		p = find_placeholder(&piece, err);
		if (!p || append_value(p, values, &expanded, err) < 0)
			return -1;
	}
	strbuf_append(command, expanded.text, expanded.length + 1);
	return 0;
}

int template_expand(const char *command, const struct template_values *values, char *ret_command,
		    size_t capacity, struct error *err)
{
	autostrbuf struct strbuf expanded = { 0 };

	for (const char *argument = command; *argument; argument = packed_next(argument)) {
		if (strcmp(argument, "{" SOURCES "}") != 0) {
			if (expand_argument(argument, values, &expanded, err) < 0)
				return -1;
			continue;
		}
		if (values->source_count == 0)
			return error_usage(err, "there is no source file to compile");
		for (size_t i = 0; i < values->source_count; i++)
			strbuf_append(&expanded, values->sources[i], strlen(values->sources[i]) + 1);
	}
	strbuf_append(&expanded, "", 1);	/* the empty string that ends the list */
	if (expanded.length > capacity)
		return error_usage(err, "the command takes %zu bytes; at most %zu fit; submit fewer "
				   "files, or shorter names", expanded.length, capacity);
	memcpy(ret_command, expanded.text, expanded.length);
	return 0;
}
