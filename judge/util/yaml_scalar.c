#include "util/yaml.h"

#include "util/cleanup.h"
#include "util/string.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <string.h>

/* Quotes make text: a number in quotes is more likely a mistake than a number. */
static int expect_plain(const struct yaml *doc, const yaml_node_t *node,
			const struct yaml_field *field, struct error *err)
{
	if (yaml_expect(doc, node, field, YAML_KIND_TEXT, err) < 0)
		return -1;
	if (!yaml_is_plain(node))
		return yaml_error(doc, node, err,
				  "%s: \"%.60s\" is quoted, which makes it text; write it plain",
				  field->key, yaml_text(node));
	return 0;
}

static const char *show_integer(int64_t value, char text[TEXT_HUMAN_MAX])
{
	snprintf(text, TEXT_HUMAN_MAX, "%lld", (long long)value);
	return text;
}

static int too_large(const struct yaml *doc, const yaml_node_t *node,
		     const struct yaml_field *field, struct error *err)
{
	return yaml_error(doc, node, err, "%s: %.60s is too large", field->key, yaml_text(node));
}

/* Stores value if the field's limits allow it; show writes the limit in the field's unit. */
static int store(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		 int64_t value, const char *(*show)(int64_t, char[TEXT_HUMAN_MAX]), void *member,
		 struct error *err)
{
	char limit[TEXT_HUMAN_MAX];

	assert(field->size == sizeof value);
	if (value < field->min)
		return yaml_error(doc, node, err, "%s: %.60s is less than %s", field->key,
				  yaml_text(node), show(field->min, limit));
	if (field->max && value > field->max)
		return yaml_error(doc, node, err, "%s: %.60s is more than %s", field->key,
				  yaml_text(node), show(field->max, limit));
	memcpy(member, &value, sizeof value);
	return 0;
}

/* ---- Numbers ------------------------------------------------------------------------------ */

/* -?(0|[1-9][0-9]*): 010 is ten to a reader, eight to YAML 1.1, so it is neither here. */
static bool is_integer(const char *text)
{
	size_t digits;

	if (*text == '-')
		text++;
	digits = strspn(text, "0123456789");
	return digits > 0 && text[digits] == '\0' && (digits == 1 || text[0] != '0');
}

int yaml_integer(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		 void *member, struct error *err)
{
	long long value;

	if (expect_plain(doc, node, field, err) < 0)
		return -1;
	if (!is_integer(yaml_text(node)))
		return yaml_error(doc, node, err,
				  "%s: \"%.60s\" is not a whole number; write digits, such as 12",
				  field->key, yaml_text(node));
	errno = 0;
	value = strtoll(yaml_text(node), NULL, 10);
	if (errno == ERANGE)
		return too_large(doc, node, field, err);
	return store(doc, node, field, value, show_integer, member, err);
}

/* Decimal only: strtod() alone takes nan, infinity and hexadecimal. */
static int expect_number(const struct yaml *doc, const yaml_node_t *node,
			 const struct yaml_field *field, double *ret_value, struct error *err)
{
	const char *text = yaml_text(node);
	double value;
	char *end;

	if (expect_plain(doc, node, field, err) < 0)
		return -1;
	value = strtod(text, &end);
	if (*end || text[strspn(text, "0123456789+-.eE")])
		return yaml_error(doc, node, err,
				  "%s: \"%.60s\" is not a number; write a bare one, such as 1.5",
				  field->key, text);
	if (!isfinite(value))
		return too_large(doc, node, field, err);
	*ret_value = value;
	return 0;
}

int yaml_double(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		void *member, struct error *err)
{
	double value = 0;

	assert(field->size == sizeof value);
	if (expect_number(doc, node, field, &value, err) < 0)
		return -1;
	if (value < (double)field->min)
		return yaml_error(doc, node, err, "%s: %.60s is less than %lld", field->key,
				  yaml_text(node), (long long)field->min);
	if (field->max && value > (double)field->max)
		return yaml_error(doc, node, err, "%s: %.60s is more than %lld", field->key,
				  yaml_text(node), (long long)field->max);
	memcpy(member, &value, sizeof value);
	return 0;
}

int yaml_seconds(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		 void *member, struct error *err)
{
	const double most = 9e9;	/* seconds; a little less than INT64_MAX nanoseconds */
	double value = 0;

	if (expect_number(doc, node, field, &value, err) < 0)
		return -1;
	if (value > most)
		return too_large(doc, node, field, err);
	if (value < 0)
		return yaml_error(doc, node, err, "%s: %.60s is negative", field->key,
				  yaml_text(node));
	return store(doc, node, field, (int64_t)(value * 1e9 + 0.5), text_duration, member, err);
}

int yaml_bool(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
	      void *member, struct error *err)
{
	const char *text = yaml_text(node);
	bool value = strcmp(text, "true") == 0;

	assert(field->size == sizeof value);
	if (expect_plain(doc, node, field, err) < 0)
		return -1;
	if (!value && strcmp(text, "false") != 0)
		return yaml_error(doc, node, err, "%s: \"%.60s\" is neither true nor false",
				  field->key, text);
	memcpy(member, &value, sizeof value);
	return 0;
}

int yaml_enum(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
	      void *member, struct error *err)
{
	const struct yaml_enum *first = field->extra;
	const char *names[YAML_FIELDS_MAX], *nearest;
	autostrbuf struct strbuf known = { 0 };
	size_t count = 0;

	assert(field->size == sizeof(int));
	if (yaml_expect(doc, node, field, YAML_KIND_TEXT, err) < 0)
		return -1;
	for (const struct yaml_enum *e = first; e->name; e++) {
		assert(count < YAML_FIELDS_MAX);
		if (strcmp(e->name, yaml_text(node)) == 0) {
			memcpy(member, &e->value, sizeof e->value);
			return 0;
		}
		names[count++] = e->name;
		strbuf_printf(&known, "%s%s", e == first ? "" : ", ", e->name);
	}
	nearest = text_nearest(yaml_text(node), names, count);
	if (nearest)
		return yaml_error(doc, node, err, "%s: unknown value \"%.60s\"; did you mean "
				  "\"%s\"?", field->key, yaml_text(node), nearest);
	return yaml_error(doc, node, err, "%s: unknown value \"%.60s\"; one of: %s", field->key,
			  yaml_text(node), known.text);
}

/* ---- Numbers with a unit ------------------------------------------------------------------ */

struct unit {
	const char *name;
	int64_t factor;
	const char *mistaken;	/* what people write instead: small letters between blanks */
};

struct quantity {
	const char *what;
	const char *example;
	const struct unit *units;	/* the first is the one to suggest for a bare number */
	bool fractions;
	const char *(*show)(int64_t, char[TEXT_HUMAN_MAX]);
};

static const struct unit time_units[] = {
	{ "s", 1000000000, " s sec secs second seconds " },
	{ "ms", 1000000, " ms msec msecs millisecond milliseconds " },
	{ "us", 1000, " us usec usecs microsecond microseconds " },
	{ "m", INT64_C(60000000000), " m min mins minute minutes " },
	{ "h", INT64_C(3600000000000), " h hr hrs hour hours " },
	{ NULL, 0, NULL },
};

static const struct unit size_units[] = {
	{ "MiB", INT64_C(1) << 20, " m mb mi mib " },
	{ "B", 1, " b byte bytes " },
	{ "KiB", INT64_C(1) << 10, " k kb ki kib " },
	{ "GiB", INT64_C(1) << 30, " g gb gi gib " },
	{ "TiB", INT64_C(1) << 40, " t tb ti tib " },
	{ NULL, 0, NULL },
};

static const struct quantity duration = {
	"duration", "500ms or 1.5s", time_units, true, text_duration,
};

static const struct quantity size = {
	"size", "64KiB or 256MiB", size_units, false, text_bytes,
};

static const struct unit *unit_named(const struct unit *units, const char *name)
{
	for (; units->name; units++)
		if (strcmp(units->name, name) == 0)
			return units;
	return NULL;
}

static const struct unit *unit_meant(const struct unit *units, const char *name)
{
	char key[32];
	int length = snprintf(key, sizeof key, " %s ", name);

	if (length < 0 || (size_t)length >= sizeof key)
		return NULL;
	for (char *c = key; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	for (; units->name; units++)
		if (strstr(units->mistaken, key))
			return units;
	return NULL;
}

enum amount { AMOUNT_OK, AMOUNT_TOO_LARGE, AMOUNT_TOO_FINE };

/*
 * number is [0-9]+(\.[0-9]*)?. Exact, unlike a double: each digit of the fraction is worth a tenth
 * of the one before, in whole nanoseconds.
 */
static enum amount multiply(const char *number, int64_t factor, int64_t *ret_value)
{
	int64_t value = 0;

	for (; isdigit((unsigned char)*number); number++)
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, *number - '0', &value))
			return AMOUNT_TOO_LARGE;
	if (__builtin_mul_overflow(value, factor, &value))
		return AMOUNT_TOO_LARGE;
	if (*number++ == '.') {
		for (; isdigit((unsigned char)*number); number++) {
			if ((factor == 0 || factor % 10) && *number != '0')
				return AMOUNT_TOO_FINE;
			factor /= 10;
			if (__builtin_add_overflow(value, factor * (*number - '0'), &value))
				return AMOUNT_TOO_LARGE;
		}
	}
	*ret_value = value;
	return AMOUNT_OK;
}

/* Why text, a number of length bytes and then name, is no quantity. */
static int unit_error(const struct yaml *doc, const yaml_node_t *node,
		      const struct yaml_field *field, const struct quantity *quantity,
		      size_t length, const char *name, struct error *err)
{
	const char *text = yaml_text(node);
	const struct unit *units = quantity->units, *meant = unit_meant(units, name);
	autostrbuf struct strbuf known = { 0 };

	if (!*name)
		return yaml_error(doc, node, err, "%s: \"%.60s\" has no unit; write %.60s%s or "
				  "%.60s%s", field->key, text, text, units[0].name, text,
				  units[1].name);
	if (meant)
		return yaml_error(doc, node, err, "%s: \"%.60s\" has no known unit; did you mean "
				  "\"%.*s%s\"?", field->key, text, (int)length, text, meant->name);
	for (const struct unit *u = units; u->name; u++)
		strbuf_printf(&known, "%s%s", u == units ? "" : ", ", u->name);
	return yaml_error(doc, node, err, "%s: unknown unit \"%.20s\"; one of: %s", field->key,
			  name, known.text);
}

static int load_quantity(const struct yaml *doc, const yaml_node_t *node,
			 const struct yaml_field *field, const struct quantity *quantity,
			 void *member, struct error *err)
{
	const char *text = yaml_text(node), *name;
	size_t whole = strspn(text, "0123456789"), length = whole;
	const struct unit *unit;
	int64_t value = 0;

	if (expect_plain(doc, node, field, err) < 0)
		return -1;
	if (text[0] == '-' && isdigit((unsigned char)text[1]))
		return yaml_error(doc, node, err, "%s: %.60s is negative", field->key, text);
	if (whole == 0)
		return yaml_error(doc, node, err, "%s: \"%.60s\" is not a %s; write one such as %s",
				  field->key, text, quantity->what, quantity->example);
	if (text[whole] == '.')
		length += 1 + strspn(text + whole + 1, "0123456789");
	name = text + length + strspn(text + length, " ");
	unit = unit_named(quantity->units, name);
	if (!unit || name != text + length)
		return unit_error(doc, node, field, quantity, length, name, err);
	if (length != whole && !quantity->fractions)
		return yaml_error(doc, node, err, "%s: \"%.60s\" has a fraction; write a whole "
				  "number of a smaller unit", field->key, text);
	switch (multiply(text, unit->factor, &value)) {
	case AMOUNT_TOO_LARGE:
		return too_large(doc, node, field, err);
	case AMOUNT_TOO_FINE:
		return yaml_error(doc, node, err, "%s: %.60s is finer than a nanosecond",
				  field->key, text);
	case AMOUNT_OK:
		break;
	}
	return store(doc, node, field, value, quantity->show, member, err);
}

int yaml_duration(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		  void *member, struct error *err)
{
	return load_quantity(doc, node, field, &duration, member, err);
}

int yaml_bytes(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
	       void *member, struct error *err)
{
	return load_quantity(doc, node, field, &size, member, err);
}
