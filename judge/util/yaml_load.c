#include "util/yaml.h"

#include "util/string.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

int yaml_expect(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		enum yaml_kind kind, struct error *err)
{
	static const char *const kinds[] = { "nothing", "text", "a list", "a mapping" };
	enum yaml_kind found = yaml_kind(node);

	if (found == kind)
		return 0;
	if (found == YAML_KIND_NULL)
		return yaml_error(doc, node, err, "%s: has no value; write %s, or remove the key",
				  field->key, kinds[kind]);
	return yaml_error(doc, node, err, "%s: expected %s, not %s", field->key, kinds[kind],
			  kinds[found]);
}

/* ---- Keys --------------------------------------------------------------------------------- */

static size_t collect_keys(const struct yaml_field *fields, const char *keys[YAML_FIELDS_MAX])
{
	size_t count = 0;

	for (; fields[count].key; count++) {
		assert(count < YAML_FIELDS_MAX);
		keys[count] = fields[count].key;
	}
	return count;
}

static void join_keys(const struct yaml_field *fields, struct strbuf *ret_list)
{
	for (const struct yaml_field *f = fields; f->key; f++)
		strbuf_printf(ret_list, "%s%s", f == fields ? "" : ", ", f->key);
	strbuf_append(ret_list, "", 0);
}

int yaml_unknown_key(const struct yaml *doc, const yaml_node_t *key,
		     const struct yaml_field *fields, struct error *err)
{
	autostrbuf struct strbuf known = { 0 };
	const char *keys[YAML_FIELDS_MAX];
	size_t count = collect_keys(fields, keys);
	const char *nearest = text_nearest(yaml_text(key), keys, count);

	if (nearest)
		return yaml_error(doc, key, err, "unknown key \"%.100s\"; did you mean \"%s\"?",
				  yaml_text(key), nearest);
	join_keys(fields, &known);
	return yaml_error(doc, key, err, "unknown key \"%.100s\"; known keys: %s", yaml_text(key),
			  known.text);
}

/* ---- Mappings ----------------------------------------------------------------------------- */

/* The entry that ends the table; it may name the member that records the keys present. */
static const struct yaml_field *end_of(const struct yaml_field *fields)
{
	while (fields->key)
		fields++;
	assert(fields->size == 0 || fields->size == sizeof(uint64_t));
	return fields;
}

static uint64_t recorded(const struct yaml_field *fields, const void *object)
{
	uint64_t present;

	memcpy(&present, (const char *)object + end_of(fields)->offset, sizeof present);
	return present;
}

static int check_required(const struct yaml *doc, const yaml_node_t *mapping,
			  const struct yaml_field *fields, uint64_t present, struct error *err)
{
	for (size_t i = 0; fields[i].key; i++)
		if (fields[i].flags & YAML_REQUIRED && !(present >> i & 1) &&
		    yaml_error(doc, mapping, err, "missing key \"%s\"", fields[i].key) < 0 &&
		    !yaml_keep(doc, err))
			return -1;
	return 0;
}

static int load_pairs(const struct yaml *doc, const yaml_node_t *mapping,
		      const struct yaml_field *fields, void *object, uint64_t *present,
		      struct error *err)
{
	const char *keys[YAML_FIELDS_MAX];
	size_t known = collect_keys(fields, keys);

	for (size_t i = 0; i < yaml_count(mapping); i++) {
		const yaml_node_t *key = yaml_key(doc, mapping, i);
		size_t f = 0;

		while (f < known && strcmp(keys[f], yaml_text(key)) != 0)
			f++;
		if ((f == known ? yaml_unknown_key(doc, key, fields, err) :
				  fields[f].load(doc, yaml_value(doc, mapping, i), &fields[f],
						 (char *)object + fields[f].offset, err)) < 0 &&
		    !yaml_keep(doc, err))
			return -1;
		if (f < known)
			*present |= UINT64_C(1) << f;
	}
	return 0;
}

int yaml_load(const struct yaml *doc, const yaml_node_t *mapping, const struct yaml_field *fields,
	      void *object, struct error *err)
{
	const struct yaml_field *end = end_of(fields);
	uint64_t present = 0;

	if (yaml_kind(mapping) != YAML_KIND_MAPPING) {
		bool empty = yaml_kind(mapping) == YAML_KIND_NULL && mapping == yaml_root(doc);
		autostrbuf struct strbuf known = { 0 };

		join_keys(fields, &known);
		return yaml_error(doc, mapping, err, "%sexpected a mapping with keys %s",
				  empty ? "empty file: " : "", known.text);
	}
	if (load_pairs(doc, mapping, fields, object, &present, err) < 0)
		return -1;
	if (!end->size)
		return check_required(doc, mapping, fields, present, err);
	present |= recorded(fields, object);
	memcpy((char *)object + end->offset, &present, sizeof present);
	return 0;
}

int yaml_mapping(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		 void *member, struct error *err)
{
	if (yaml_expect(doc, node, field, YAML_KIND_MAPPING, err) < 0)
		return -1;
	return yaml_load(doc, node, field->extra, member, err);
}

int yaml_require(const struct yaml *doc, const yaml_node_t *mapping,
		 const struct yaml_field *fields, const void *object, struct error *err)
{
	uint64_t present;

	if (!end_of(fields)->size)
		return 0;
	present = recorded(fields, object);
	if (check_required(doc, mapping, fields, present, err) < 0)
		return -1;
	for (size_t i = 0; fields[i].key; i++) {
		const yaml_node_t *nested;

		if (fields[i].load != yaml_mapping || !(present >> i & 1))
			continue;
		/* The nested mapping may only be in a file that was loaded earlier. */
		nested = yaml_get(doc, mapping, fields[i].key);
		if (yaml_require(doc, nested ? nested : mapping, fields[i].extra,
				 (const char *)object + fields[i].offset, err) < 0)
			return error_context(err, "%s", fields[i].key);
	}
	return 0;
}

bool yaml_present(const struct yaml_field *fields, const void *object, const char *key)
{
	assert(end_of(fields)->size);
	for (size_t i = 0; fields[i].key; i++)
		if (strcmp(fields[i].key, key) == 0)
			return recorded(fields, object) >> i & 1;
	assert(false);	/* the table does not know key */
	return false;
}

/* ---- Text and lists ----------------------------------------------------------------------- */

int yaml_ignore(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		void *member, struct error *err)
{
	(void)doc, (void)node, (void)field, (void)member, (void)err;
	return 0;
}

static int check_count(const struct yaml *doc, const yaml_node_t *node,
		       const struct yaml_field *field, size_t count, const char *unit,
		       struct error *err)
{
	int64_t found = (int64_t)count;

	if (found < field->min)
		return yaml_error(doc, node, err, "%s: needs at least %lld %s", field->key,
				  (long long)field->min, unit);
	if (field->max && found > field->max)
		return yaml_error(doc, node, err, "%s: has %lld %s; at most %lld are allowed",
				  field->key, (long long)found, unit, (long long)field->max);
	return 0;
}

int yaml_string(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		void *member, struct error *err)
{
	const char *text = yaml_text(node);
	size_t length = strlen(text);

	assert(field->size > 0);
	if (yaml_expect(doc, node, field, YAML_KIND_TEXT, err) < 0 ||
	    check_count(doc, node, field, length, "bytes", err) < 0)
		return -1;
	if (length >= field->size)
		return yaml_error(doc, node, err, "%s: too long; at most %zu bytes fit", field->key,
				  field->size - 1);
	/* The rest is zeroed, so that equal structs are equal bytes. */
	memset(member, 0, field->size);
	memcpy(member, text, length);
	return 0;
}

static int add_entry(const struct yaml *doc, const yaml_node_t *node,
		     const struct yaml_field *field, char *packed, const char *word, size_t length,
		     struct error *err)
{
	if (length == 0)
		return yaml_error(doc, node, err, "%s: an entry is empty; remove it", field->key);
	if (!packed_append(packed, field->size, word, length))
		return yaml_error(doc, node, err, "%s: too long; all entries take at most "
				  "%zu bytes", field->key, field->size - 1);
	return 0;
}

static int add_words(const struct yaml *doc, const yaml_node_t *node,
		     const struct yaml_field *field, char *packed, struct error *err)
{
	static const char blanks[] = " \t\n";
	const char *word = yaml_text(node);

	while (*(word += strspn(word, blanks))) {
		size_t length = strcspn(word, blanks);

		if (add_entry(doc, node, field, packed, word, length, err) < 0)
			return -1;
		word += length;
	}
	return 0;
}

static int add_items(const struct yaml *doc, const yaml_node_t *list,
		     const struct yaml_field *field, char *packed, struct error *err)
{
	if (yaml_expect(doc, list, field, YAML_KIND_LIST, err) < 0)
		return -1;
	for (size_t i = 0; i < yaml_count(list); i++) {
		const yaml_node_t *item = yaml_item(doc, list, i);
		const char *text = yaml_text(item);

		if (yaml_expect(doc, item, field, YAML_KIND_TEXT, err) < 0 ||
		    add_entry(doc, item, field, packed, text, strlen(text), err) < 0)
			return -1;
	}
	return 0;
}

int yaml_strings(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		 void *member, struct error *err)
{
	bool text = yaml_kind(node) == YAML_KIND_TEXT;
	int result;

	assert(field->size >= 2);
	memset(member, 0, field->size);
	if (text && field->flags & YAML_WORDS)
		result = add_words(doc, node, field, member, err);
	else if (text && field->flags & YAML_SINGLE)
		result = add_entry(doc, node, field, member, yaml_text(node),
				   strlen(yaml_text(node)), err);
	else
		result = add_items(doc, node, field, member, err);
	if (result < 0)
		return -1;
	return check_count(doc, node, field, packed_count(member), "entries", err);
}
