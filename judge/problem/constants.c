#include "problem/constants.h"

#include "problem/array.h"

#include <stdlib.h>
#include <string.h>

enum { CONSTANTS_MAX = 1000 };	/* each name in braces is looked for among all */

static const char name_characters[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

/* ---- Loading ------------------------------------------------------------------------------ */

static bool is_name(const char *text)
{
	return *text && !(*text >= '0' && *text <= '9') && !text[strspn(text, name_characters)];
}

static char *copy(const char *text)
{
	char *copied = strdup(text);

	if (!copied)
		abort();
	return copied;
}

static void forget(struct problem *problem)
{
	for (size_t i = 0; i < problem->constant_count; i++) {
		free(problem->constants[i].name);
		free(problem->constants[i].value);
	}
	problem->constant_count = 0;
}

int load_constants(const struct yaml *doc, const yaml_node_t *node,
		   const struct yaml_field *field, void *member, struct error *err)
{
	struct problem *problem = member;

	forget(problem);
	if (yaml_kind(node) == YAML_KIND_NULL)
		return 0;
	if (yaml_expect(doc, node, field, YAML_KIND_MAPPING, err) < 0)
		return -1;
	if (yaml_count(node) > CONSTANTS_MAX)
		return yaml_error(doc, node, err, "%s: more than %d", field->key, CONSTANTS_MAX);
	for (size_t i = 0; i < yaml_count(node); i++) {
		const yaml_node_t *key = yaml_key(doc, node, i), *value = yaml_value(doc, node, i);

		if (!is_name(yaml_text(key)))
			return yaml_error(doc, key, err, "%s: \"%.60s\" is not a name; letters, "
					  "digits and _ are allowed, a digit not as the first",
					  field->key, yaml_text(key));
		if (yaml_kind(value) != YAML_KIND_TEXT)
			return yaml_error(doc, value, err, "%s: the value of \"%.60s\" must be a "
					  "number or a string", field->key, yaml_text(key));
		problem->constants = array_room(problem->constants, problem->constant_count,
						sizeof *problem->constants);
		problem->constants[problem->constant_count++] = (struct constant){
			.name = copy(yaml_text(key)), .value = copy(yaml_text(value)),
		};
	}
	return 0;
}

/* ---- Replacing ---------------------------------------------------------------------------- */

static const struct constant *find(const struct constant *constants, size_t count,
				   const char *name, size_t length)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(constants[i].name) == length &&
		    !memcmp(constants[i].name, name, length))
			return &constants[i];
	return NULL;
}

/* Bytes of the {{name}} that begins at braces; 0 if there is none. */
static size_t tag_length(const char *braces, const char *end)
{
	const char *c = braces + 2;

	while (c < end && *c && strchr(name_characters, *c))
		c++;
	return end - c >= 2 && c[0] == '}' && c[1] == '}' ? (size_t)(c + 2 - braces) : 0;
}

static bool append(struct strbuf *text, const char *bytes, size_t size, size_t max)
{
	if (size > max - text->length)
		return false;
	strbuf_append(text, bytes, size);
	return true;
}

bool constants_substitute(const struct constant *constants, size_t count, const char *bytes,
			  size_t size, size_t max, struct strbuf *ret_text)
{
	const char *next = bytes, *end = bytes + size, *braces;
	size_t kept = 0;	/* from next on, and known to stay as it is */

	while ((braces = memmem(next + kept, (size_t)(end - next) - kept, "{{", 2))) {
		size_t length = tag_length(braces, end);
		const struct constant *constant =
			length ? find(constants, count, braces + 2, length - 4) : NULL;

		/* Of "{{{n}}" the second and third brace may begin a tag. */
		kept = (size_t)(braces - next) + 1;
		if (!constant)
			continue;
		if (!append(ret_text, next, kept - 1, max) ||
		    !append(ret_text, constant->value, strlen(constant->value), max))
			return false;
		next = braces + length;
		kept = 0;
	}
	return append(ret_text, next, (size_t)(end - next), max);
}
