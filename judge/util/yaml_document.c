#include "util/yaml.h"

#include "util/cleanup.h"
#include "util/fd.h"
#include "util/string.h"

#include <errno.h>
#include <string.h>
#include <yaml.h>

struct yaml {
	char name[sizeof ((struct error *)0)->file];
	yaml_document_t document;
	struct faults *faults;
};

struct source {
	const char *name;
	const unsigned char *bytes;
	size_t size;
};

static int error_at_mark(const char *name, yaml_mark_t mark, struct error *err,
			 const char *message)
{
	char clean[sizeof err->message];

	/* Both libyaml and a file's own text end up here: one line, harmless on a terminal. */
	text_sanitise_line(message, strlen(message), clean, sizeof clean);
	error_usage(err, "%s", clean);
	return error_at(err, name, (unsigned)mark.line + 1, (unsigned)mark.column + 1);
}

int yaml_error(const struct yaml *doc, const yaml_node_t *node, struct error *err,
	       const char *format, ...)
{
	yaml_mark_t top = { 0 };
	char message[sizeof err->message];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	return error_at_mark(doc->name, node ? node->start_mark : top, err, message);
}

/* ---- What libyaml complains about --------------------------------------------------------- */

/* libyaml says what it saw; these say what to do. The first whose text is in its text counts. */
static const struct {
	const char *problem, *cure;
} cures[] = {
	{ "control characters", "remove them, or write them as escapes in double quotes" },
	{ "UTF-8", "save the file as UTF-8" },
	{ "Unicode", "save the file as UTF-8" },
	{ "mapping values are not allowed",
	  "check the indentation, and quote text that has \": \"" },
	{ "cannot start any token", "quote text that begins with this character" },
	{ "unexpected end of stream", "close the quote" },
	{ "',' or ']'", "close the list with ]" },
	{ "',' or '}'", "close the mapping with }" },
	{ "could not find expected ':'", "write \"key: value\", or check the indentation" },
	{ "did not find expected", "check the indentation and the punctuation" },
	{ "unknown escape character", "use single quotes, or double the backslash" },
};

/* The place of a byte, counted as libyaml counts. */
static yaml_mark_t mark_of(const struct source *source, size_t offset)
{
	yaml_mark_t mark = { .index = offset };

	for (size_t i = 0; i < offset && i < source->size; i++) {
		if (source->bytes[i] == '\n') {
			mark.line++;
			mark.column = 0;
		} else if ((source->bytes[i] & 0xc0) != 0x80) {
			mark.column++;
		}
	}
	return mark;
}

static bool is_indented_by_tab(const struct source *source, size_t line)
{
	const unsigned char *at = source->bytes, *end = at + source->size;

	for (; line > 0 && at; line--) {
		at = memchr(at, '\n', (size_t)(end - at));
		if (at)
			at++;
	}
	if (!at)
		return false;
	while (at < end && *at == ' ')
		at++;
	return at < end && *at == '\t';
}

static int syntax_error(const struct source *source, const yaml_parser_t *parser,
			struct error *err)
{
	const char *problem = parser->problem ? parser->problem : "not YAML";
	yaml_mark_t mark = parser->problem_mark;
	const char *cure = NULL;
	char message[sizeof err->message], context[128] = "";

	if (parser->error == YAML_MEMORY_ERROR)
		return error_set(err, ERROR_SYSTEM, ENOMEM, "%s", source->name);
	if (parser->error == YAML_READER_ERROR)
		mark = mark_of(source, parser->problem_offset);
	else if (is_indented_by_tab(source, mark.line))
		return error_at_mark(source->name, mark, err,
				     "a tab cannot indent; indent with spaces");
	for (size_t i = 0; i < ARRAY_SIZE(cures) && !cure; i++)
		if (strstr(problem, cures[i].problem))
			cure = cures[i].cure;
	/* What was never closed shows at the end of the file; where it began is what helps. */
	if (parser->context && parser->context_mark.line != mark.line)
		snprintf(context, sizeof context, " %s from line %zu on", parser->context,
			 parser->context_mark.line + 1);
	snprintf(message, sizeof message, "%s%s%s%s", problem, context, cure ? "; " : "",
		 cure ? cure : "");
	return error_at_mark(source->name, mark, err, message);
}

static int start_parser(yaml_parser_t *parser, const struct source *source, struct error *err)
{
	if (!yaml_parser_initialize(parser))
		return error_set(err, ERROR_SYSTEM, ENOMEM, "%s", source->name);
	/* Told, not guessed: UTF-16 would pass the caps in half as many characters. */
	yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(parser, source->bytes, source->size);
	return 0;
}

/* ---- First pass: events. Nothing is built before it is known to be a small tree ----------- */

struct scan {
	size_t depth, nodes, documents;
};

/* Whether an event begins a value, and what hangs on that value. */
static bool is_value(const yaml_event_t *event, const yaml_char_t **ret_anchor,
		     const yaml_char_t **ret_tag)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		*ret_anchor = event->data.scalar.anchor;
		*ret_tag = event->data.scalar.tag;
		return true;
	case YAML_SEQUENCE_START_EVENT:
		*ret_anchor = event->data.sequence_start.anchor;
		*ret_tag = event->data.sequence_start.tag;
		return true;
	case YAML_MAPPING_START_EVENT:
		*ret_anchor = event->data.mapping_start.anchor;
		*ret_tag = event->data.mapping_start.tag;
		return true;
	default:
		return false;
	}
}

/* NULL, or what is wrong with the next event. */
static const char *scan_event(struct scan *scan, const yaml_event_t *event)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	if (event->type == YAML_ALIAS_EVENT)
		return "aliases (*name) are not supported; write the value again";
	if (event->type == YAML_DOCUMENT_START_EVENT && ++scan->documents > 1)
		return "a second document begins here; keep one document per file";
	if (event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT)
		scan->depth--;
	if (!is_value(event, &anchor, &tag))
		return NULL;
	if (anchor)
		return "anchors (&name) are not supported; remove it";
	if (tag)
		return "tags (!name) are not supported; remove it";
	if (++scan->nodes > YAML_NODES_MAX)
		return "more than 65536 values; split the file";
	if (event->type != YAML_SCALAR_EVENT && ++scan->depth > YAML_DEPTH_MAX)
		return "nested more than 32 levels deep; flatten it";
	return NULL;
}

_Static_assert(YAML_NODES_MAX == 65536 && YAML_DEPTH_MAX == 32, "the messages above say these");

static int scan_events(const struct source *source, struct error *err)
{
	struct scan scan = { 0 };
	yaml_parser_t parser;
	bool done = false;
	int result = 0;

	if (start_parser(&parser, source, err) < 0)
		return -1;
	while (!done && result == 0) {
		yaml_event_t event;
		const char *fault;

		if (!yaml_parser_parse(&parser, &event)) {
			result = syntax_error(source, &parser, err);
			break;
		}
		fault = scan_event(&scan, &event);
		if (fault)
			result = error_at_mark(source->name, event.start_mark, err, fault);
		done = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return result;
}

/* ---- Second pass: the tree ---------------------------------------------------------------- */

static int build(const struct source *source, yaml_document_t *document, struct error *err)
{
	yaml_parser_t parser;
	int result = 0;

	if (start_parser(&parser, source, err) < 0)
		return -1;
	if (!yaml_parser_load(&parser, document))
		result = syntax_error(source, &parser, err);
	yaml_parser_delete(&parser);
	return result;
}

static int compare_keys(const void *a_pointer, const void *b_pointer)
{
	const yaml_node_t *a = *(const yaml_node_t *const *)a_pointer;
	const yaml_node_t *b = *(const yaml_node_t *const *)b_pointer;
	int order = strcmp(yaml_text(a), yaml_text(b));

	if (order)
		return order;
	return a->start_mark.index < b->start_mark.index ? -1 : 1;
}

/* Sorts, because a hostile file may have all its 65536 nodes in one mapping. */
static int check_keys(const struct yaml *doc, const yaml_node_t *mapping, struct error *err)
{
	size_t count = yaml_count(mapping);
	autofree const yaml_node_t **keys = calloc(count + 1, sizeof(yaml_node_t *));

	if (!keys)
		return error_set(err, ERROR_SYSTEM, ENOMEM, "%s", doc->name);
	for (size_t i = 0; i < count; i++) {
		keys[i] = yaml_key(doc, mapping, i);
		if (keys[i]->type != YAML_SCALAR_NODE)
			return yaml_error(doc, keys[i], err,
					  "a key must be text; quote it if it begins with [ or {");
	}
	qsort(keys, count, sizeof(yaml_node_t *), compare_keys);
	for (size_t i = 1; i < count; i++)
		if (strcmp(yaml_text(keys[i - 1]), yaml_text(keys[i])) == 0)
			return yaml_error(doc, keys[i], err,
					  "duplicate key \"%.100s\", already on line %u; "
					  "remove one", yaml_text(keys[i]), yaml_line(keys[i - 1]));
	return 0;
}

static int check_nodes(const struct yaml *doc, struct error *err)
{
	const yaml_node_t *node, *end = doc->document.nodes.top;

	/* First all text, because comparing keys takes it as NUL-terminated. */
	for (node = doc->document.nodes.start; node < end; node++)
		if (node->type == YAML_SCALAR_NODE &&
		    memchr(node->data.scalar.value, '\0', node->data.scalar.length))
			return yaml_error(doc, node, err, "text contains a NUL byte; remove \\0");
	for (node = doc->document.nodes.start; node < end; node++)
		if (node->type == YAML_MAPPING_NODE && check_keys(doc, node, err) < 0)
			return -1;
	return 0;
}

static int check_source(const struct source *source, size_t max, struct error *err)
{
	const unsigned char *nul;
	char limit[TEXT_HUMAN_MAX];

	if (source->size > max) {
		error_usage(err, "larger than %s", text_bytes((int64_t)max, limit));
		return error_at(err, source->name, 0, 0);
	}
	nul = source->size ? memchr(source->bytes, '\0', source->size) : NULL;
	if (nul)
		return error_at_mark(source->name,
				     mark_of(source, (size_t)(nul - source->bytes)), err,
				     "NUL byte; save the file as UTF-8 text");
	return 0;
}

int yaml_parse(const char *name, const void *bytes, size_t size, size_t max,
	       struct yaml **ret_doc, struct error *err)
{
	static const unsigned char byte_order_mark[] = { 0xef, 0xbb, 0xbf };
	struct source source = { name, size ? bytes : "", size };
	autoyaml struct yaml *doc = NULL;

	if (check_source(&source, max ? max : YAML_SIZE_DEFAULT, err) < 0)
		return -1;
	if (size >= sizeof byte_order_mark &&
	    memcmp(bytes, byte_order_mark, sizeof byte_order_mark) == 0) {
		source.bytes += sizeof byte_order_mark;
		source.size -= sizeof byte_order_mark;
	}
	if (scan_events(&source, err) < 0)
		return -1;
	doc = calloc(1, sizeof *doc);
	if (!doc)
		return error_set(err, ERROR_SYSTEM, ENOMEM, "%s", name);
	text_path(name, doc->name, sizeof doc->name);
	if (build(&source, &doc->document, err) < 0 || check_nodes(doc, err) < 0)
		return -1;
	*ret_doc = TAKE(doc);
	return 0;
}

int yaml_read(int fd, const char *name, size_t max, struct yaml **ret_doc, struct error *err)
{
	size_t limit = max ? max : YAML_SIZE_DEFAULT;
	autofree char *bytes = malloc(limit + 1);	/* one more tells full from too large */
	ssize_t size;

	if (!bytes)
		return error_set(err, ERROR_SYSTEM, ENOMEM, "%s", name);
	size = fd_read_full(fd, bytes, limit + 1);
	if (size < 0)
		return error_system(err, "cannot read %s", name);
	return yaml_parse(name, bytes, (size_t)size, limit, ret_doc, err);
}

void yaml_close(struct yaml *doc)
{
	if (!doc)
		return;
	yaml_document_delete(&doc->document);
	free(doc);
}

void yaml_collect(struct yaml *doc, struct faults *faults)
{
	doc->faults = faults;
}

bool yaml_keep(const struct yaml *doc, struct error *err)
{
	return faults_keep(doc->faults, err);
}

/* ---- Nodes -------------------------------------------------------------------------------- */

/* libyaml numbers nodes from 1; its own accessor wants a document that is not const. */
static const yaml_node_t *node_at(const struct yaml *doc, int index)
{
	return doc->document.nodes.start + index - 1;
}

const yaml_node_t *yaml_root(const struct yaml *doc)
{
	return doc->document.nodes.top == doc->document.nodes.start ? NULL : node_at(doc, 1);
}

const char *yaml_text(const yaml_node_t *node)
{
	return node && node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : "";
}

bool yaml_is_plain(const yaml_node_t *node)
{
	return node && node->type == YAML_SCALAR_NODE &&
	       node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

enum yaml_kind yaml_kind(const yaml_node_t *node)
{
	static const char *const nulls[] = { "", "~", "null", "Null", "NULL" };

	if (!node)
		return YAML_KIND_NULL;
	if (node->type == YAML_SEQUENCE_NODE)
		return YAML_KIND_LIST;
	if (node->type == YAML_MAPPING_NODE)
		return YAML_KIND_MAPPING;
	for (size_t i = 0; yaml_is_plain(node) && i < ARRAY_SIZE(nulls); i++)
		if (strcmp(yaml_text(node), nulls[i]) == 0)
			return YAML_KIND_NULL;
	return YAML_KIND_TEXT;
}

unsigned yaml_line(const yaml_node_t *node)
{
	return (unsigned)node->start_mark.line + 1;
}

unsigned yaml_column(const yaml_node_t *node)
{
	return (unsigned)node->start_mark.column + 1;
}

size_t yaml_count(const yaml_node_t *node)
{
	if (node && node->type == YAML_SEQUENCE_NODE)
		return (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
	if (node && node->type == YAML_MAPPING_NODE)
		return (size_t)(node->data.mapping.pairs.top - node->data.mapping.pairs.start);
	return 0;
}

const yaml_node_t *yaml_item(const struct yaml *doc, const yaml_node_t *list, size_t i)
{
	return node_at(doc, list->data.sequence.items.start[i]);
}

const yaml_node_t *yaml_key(const struct yaml *doc, const yaml_node_t *mapping, size_t i)
{
	return node_at(doc, mapping->data.mapping.pairs.start[i].key);
}

const yaml_node_t *yaml_value(const struct yaml *doc, const yaml_node_t *mapping, size_t i)
{
	return node_at(doc, mapping->data.mapping.pairs.start[i].value);
}

const yaml_node_t *yaml_get(const struct yaml *doc, const yaml_node_t *mapping, const char *key)
{
	if (yaml_kind(mapping) != YAML_KIND_MAPPING)
		return NULL;
	for (size_t i = 0; i < yaml_count(mapping); i++)
		if (strcmp(yaml_text(yaml_key(doc, mapping, i)), key) == 0)
			return yaml_value(doc, mapping, i);
	return NULL;
}
