/*
 * yaml: files that a user wrote, into structs, with errors that name the place and the cure.
 *
 * One document is parsed, then loaded by a table:
 *
 *	static const struct yaml_field fields[] = {
 *		{ "name", yaml_string, YAML_AT(struct profile, name), .flags = YAML_REQUIRED },
 *		{ "time", yaml_duration, YAML_AT(struct profile, time_ns), .min = 1 },
 *		{ "run", yaml_mapping, YAML_AT(struct profile, run), .extra = run_fields },
 *		YAML_END
 *	};
 *	autoyaml struct yaml *doc = NULL;
 *	struct profile profile = { .time_ns = 1000000000 };	the defaults
 *
 *	if (yaml_read(fd, "langs/cpp.yaml", 0, &doc, err) < 0 ||
 *	    yaml_load(doc, yaml_root(doc), fields, &profile, err) < 0)
 *		return -1;
 *
 * Units: durations are int64_t nanoseconds, sizes int64_t bytes. Lines and columns count from 1,
 * columns in characters.
 *
 * Ownership: yaml_parse() copies what it needs. Nodes and their text belong to the document; what
 * a table loads is copied into the struct and outlives it.
 *
 * Errors: what the file is to blame for is ERROR_USAGE with file, line and column and a message of
 * one line, free of control characters; memory and reading are ERROR_SYSTEM. A wrong table is a
 * bug and asserts. After a failed yaml_load() the struct is valid but partly overwritten: load
 * into a copy if that matters.
 *
 * Parsing refuses: more than max bytes, NUL and other control characters, anything but UTF-8, a
 * second document, anchors, aliases and tags, duplicate keys, keys that are lists or mappings,
 * more than YAML_DEPTH_MAX levels or YAML_NODES_MAX values. So the graph is a small tree and
 * recursion over it is safe.
 */
#ifndef UTIL_YAML_H
#define UTIL_YAML_H

#include "util/error.h"
#include "util/faults.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	YAML_SIZE_DEFAULT = 1 << 20,	/* bytes */
	YAML_DEPTH_MAX = 32,
	YAML_NODES_MAX = 65536,
	YAML_FIELDS_MAX = 64,		/* keys in one table */
};

struct yaml;
typedef struct yaml_node_s yaml_node_t;	/* libyaml's; opaque to users of this header */

/* ---- The document ------------------------------------------------------------------------- */

/* name is for messages, and copied. max is the cap in bytes; 0 means YAML_SIZE_DEFAULT. */
int yaml_parse(const char *name, const void *bytes, size_t size, size_t max,
	       struct yaml **ret_doc, struct error *err);

/* The same from the offset of fd to its end; fd stays open. */
int yaml_read(int fd, const char *name, size_t max, struct yaml **ret_doc, struct error *err);

void yaml_close(struct yaml *doc);	/* libyaml already exports a yaml_free() */

/*
 * From here on, errors in values and keys go to faults, and loading goes on with the next key; what
 * they would have filled keeps its default. faults may be NULL. Custom loaders that can go on after
 * an error ask yaml_keep(), as others ask faults_keep().
 */
void yaml_collect(struct yaml *doc, struct faults *faults);
bool yaml_keep(const struct yaml *doc, struct error *err);

static inline void yaml_cleanup(struct yaml **doc)
{
	yaml_close(*doc);
}

#define autoyaml __attribute__((cleanup(yaml_cleanup)))

/* ---- Nodes, for files too irregular for a table ------------------------------------------- */

enum yaml_kind {
	YAML_KIND_NULL,		/* no value, ~ or null, unquoted */
	YAML_KIND_TEXT,		/* any other scalar */
	YAML_KIND_LIST,
	YAML_KIND_MAPPING,
};

/* NULL for an empty file; yaml_load() and yaml_kind() take that, as YAML_KIND_NULL. */
const yaml_node_t *yaml_root(const struct yaml *doc);

enum yaml_kind yaml_kind(const yaml_node_t *node);

/* A scalar's text, never NULL, without NUL inside; "" for lists and mappings. */
const char *yaml_text(const yaml_node_t *node);

/* A scalar without quotes that is no block of text either: only these can be numbers. */
bool yaml_is_plain(const yaml_node_t *node);

unsigned yaml_line(const yaml_node_t *node);
unsigned yaml_column(const yaml_node_t *node);

/* Items of a list, pairs of a mapping; 0 for scalars. */
size_t yaml_count(const yaml_node_t *node);

/* i < yaml_count(). A key is always a scalar. */
const yaml_node_t *yaml_item(const struct yaml *doc, const yaml_node_t *list, size_t i);
const yaml_node_t *yaml_key(const struct yaml *doc, const yaml_node_t *mapping, size_t i);
const yaml_node_t *yaml_value(const struct yaml *doc, const yaml_node_t *mapping, size_t i);

/* The value of key, or NULL when mapping is not a mapping or has no such key. */
const yaml_node_t *yaml_get(const struct yaml *doc, const yaml_node_t *mapping, const char *key);

/* Fills *err with ERROR_USAGE at node (the top of the file if NULL). Returns -1. */
int yaml_error(const struct yaml *doc, const yaml_node_t *node, struct error *err,
	       const char *format, ...) __attribute__((format(printf, 4, 5)));

/* ---- Tables ------------------------------------------------------------------------------- */

struct yaml_field;

/*
 * Converts node into *member, which is the struct's address plus field->offset. Anything of this
 * type is a custom loader; with offset 0 it gets the whole struct. A loader may also be called
 * without a table, with a field made on the spot: key names the value in messages.
 */
typedef int yaml_loader(const struct yaml *doc, const yaml_node_t *node,
			const struct yaml_field *field, void *member, struct error *err);

enum yaml_flags {
	YAML_REQUIRED = 1 << 0,	/* see yaml_load() */
	YAML_SINGLE = 1 << 1,	/* yaml_strings: a string is a list of one */
	YAML_WORDS = 1 << 2,	/* yaml_strings: a string is split at blanks, quoted or not */
};

struct yaml_field {
	const char *key;
	yaml_loader *load;
	size_t offset, size;	/* of the member: YAML_AT() */
	unsigned flags;
	/*
	 * Both inclusive. Numbers: the limits of the value in its unit (min may be negative).
	 * Strings: the least and most bytes; lists: entries. max 0 means no limit but the type's.
	 */
	int64_t min, max;
	const void *extra;	/* what the loader says below */
};

#define YAML_AT(type, member) \
	.offset = offsetof(type, member), .size = sizeof(((type *)0)->member)

/* For loaders: -1 and an error that names field->key unless node is of this kind. */
int yaml_expect(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		enum yaml_kind kind, struct error *err);

/* The last entry of a table; the second form names a uint64_t that records the keys present. */
#define YAML_END { .key = NULL }
#define YAML_END_PRESENT(type, member) { .key = NULL, YAML_AT(type, member) }

struct yaml_enum {
	const char *name;	/* NULL ends the table */
	int value;
};

/* The loaders. Each says the type of the member. Numbers and bool must not be quoted. */
yaml_loader yaml_string;	/* char[size]; a list, a mapping or null is an error */
yaml_loader yaml_integer;	/* int64_t, decimal */
yaml_loader yaml_double;	/* double, finite; min and max are whole numbers */
yaml_loader yaml_bool;		/* bool: true or false, nothing else */
yaml_loader yaml_duration;	/* int64_t ns: 1.5s 500ms 20us 2m 1h */
yaml_loader yaml_seconds;	/* int64_t ns, written as a bare number of seconds */
yaml_loader yaml_bytes;		/* int64_t: 4096B 64KiB 128MiB 1GiB 2TiB */
yaml_loader yaml_enum;		/* an enum or int; extra: const struct yaml_enum[] */
yaml_loader yaml_strings;	/* char[size], packed strings of util/string.h; see the flags */
yaml_loader yaml_mapping;	/* a struct; extra: its const struct yaml_field[] */
yaml_loader yaml_ignore;	/* nothing: the key is known, its value is not looked at */

/*
 * Loads the keys that mapping has and leaves other members alone, so that loading a second file
 * over the first inherits: nested mappings merge key by key, strings and lists are replaced. An
 * unknown key is an error.
 *
 * Required keys of a table that ends in YAML_END must be in each mapping that is loaded. A table
 * that ends in YAML_END_PRESENT sets bit i of the member when its entry i is loaded, and never
 * clears one; only yaml_require(), after the last file, says what is missing:
 *
 *	struct profile profile = { 0 };
 *
 *	if (yaml_load(base, yaml_root(base), fields, &profile, err) < 0 ||
 *	    yaml_load(doc, yaml_root(doc), fields, &profile, err) < 0 ||
 *	    yaml_require(doc, yaml_root(doc), fields, &profile, err) < 0)
 */
int yaml_load(const struct yaml *doc, const yaml_node_t *mapping, const struct yaml_field *fields,
	      void *object, struct error *err);

/*
 * Looks at the records of fields and of the nested tables whose own key is present; errors point
 * into doc, at mapping. For tables that end in YAML_END there is nothing left to check.
 */
int yaml_require(const struct yaml *doc, const yaml_node_t *mapping,
		 const struct yaml_field *fields, const void *object, struct error *err);

/* Whether some file had key. The table must end in YAML_END_PRESENT and know key. */
bool yaml_present(const struct yaml_field *fields, const void *object, const char *key);

/* The error for a key that none of fields has, with the nearest one or all of them. */
int yaml_unknown_key(const struct yaml *doc, const yaml_node_t *key,
		     const struct yaml_field *fields, struct error *err);

#endif
