#include "problem/words.h"

#include "util/string.h"

#include <string.h>

int load_words(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
	       void *member, struct error *err)
{
	struct yaml_field words = *field;

	words.flags |= YAML_WORDS;
	memset(member, 0, field->size);
	if (yaml_kind(node) == YAML_KIND_NULL)
		return 0;
	return yaml_strings(doc, node, &words, member, err);
}

static int unknown_word(const struct yaml *doc, const yaml_node_t *place,
			const struct yaml_field *field, const char *word,
			const struct yaml_enum *known, struct error *err)
{
	const char *names[YAML_FIELDS_MAX], *nearest;
	size_t count = 0;

	for (; known[count].name; count++)
		names[count] = known[count].name;
	nearest = text_nearest(word, names, count);
	return yaml_error(doc, place, err, "%s: unknown value \"%.60s\"%s%s%s", field->key, word,
			  nearest ? "; did you mean \"" : "", nearest ? nearest : "",
			  nearest ? "\"?" : "");
}

int load_word_set(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		  const struct yaml_enum *known, unsigned *ret, struct error *err)
{
	char packed[512];
	struct yaml_field words = { .key = field->key, .size = sizeof packed };
	const char *word = packed;
	unsigned set = 0;

	if (load_words(doc, node, &words, packed, err) < 0)
		return -1;
	for (size_t n = 0; *word; word = packed_next(word), n++) {
		bool is_list = yaml_kind(node) == YAML_KIND_LIST;
		/* A list's words have their own places. */
		const yaml_node_t *place = is_list ? yaml_item(doc, node, n) : node;
		const struct yaml_enum *found = known;

		while (found->name && strcmp(found->name, word))
			found++;
		if (!found->name)
			return unknown_word(doc, place, field, word, known, err);
		if (set & (unsigned)found->value)
			return yaml_error(doc, place, err, "%s: \"%s\" stands there twice",
					  field->key, word);
		set |= (unsigned)found->value;
	}
	*ret = set;
	return 0;
}

char *packed_copy(const char *packed)
{
	const char *end = packed;
	struct strbuf copy = { 0 };

	while (*end)
		end = packed_next(end);
	strbuf_append(&copy, packed, (size_t)(end - packed) + 1);
	return strbuf_take(&copy);
}
