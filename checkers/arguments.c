#include "checkers/arguments.h"

#include "checkers/integer.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <string.h>

enum { SAFE = 128 };

int arguments_none(const struct comparer *comparer, const char *args, struct error *err)
{
	char safe[128];

	if (!*args)
		return 0;
	text_sanitise_utf8(args, strlen(args), safe, sizeof safe);
	return error_usage(err, "%s takes no arguments: remove \"%s\"", comparer->name, safe);
}

static const char *safe_word(const char *word, char safe[SAFE])
{
	text_sanitise_utf8(word, strlen(word), safe, SAFE);
	return safe;
}

static int index_of(const char *word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return (int)i;
	return -1;
}

int argument_find(const char *checker, const char *name, const char *const *names, size_t count,
		  struct error *err)
{
	int index = index_of(name, names, count);
	const char *nearest = text_nearest(name, names, count);
	char safe[SAFE];

	safe_word(name, safe);
	if (index < 0 && nearest)
		return error_usage(err, "%s has no argument \"%s\"; did you mean \"%s\"?", checker,
				   safe, nearest);
	if (index < 0)
		return error_usage(err, "%s has no argument \"%s\"", checker, safe);
	if (!*packed_next(name))
		return error_usage(err, "%s: %s needs a value after it", checker, safe);
	return index;
}

int argument_choice(const char *checker, const char *name, const char *value,
		    const char *const *choices, size_t count, struct error *err)
{
	int index = index_of(value, choices, count);
	struct strbuf list = { 0 };
	char safe[SAFE];

	if (index >= 0)
		return index;
	for (size_t i = 0; i < count; i++)
		strbuf_printf(&list, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ",
			      choices[i]);
	error_usage(err, "%s: %s must be %s: \"%s\"", checker, name, list.text,
		    safe_word(value, safe));
	strbuf_free(&list);
	return -1;
}

int argument_bool(const char *checker, const char *name, const char *value, bool *ret_value,
		  struct error *err)
{
	static const char *const choices[] = { "false", "true" };
	int index = argument_choice(checker, name, value, choices, ARRAY_SIZE(choices), err);

	if (index < 0)
		return -1;
	*ret_value = index == 1;
	return 0;
}

int argument_number(const char *checker, const char *name, const char *value, long most,
		    long *ret_value, struct error *err)
{
	int64_t number;
	char safe[SAFE];

	if (!integer_parse(value, strlen(value), &number) || number < 0 || number > most)
		return error_usage(err, "%s: %s must be a whole number from 0 to %ld: \"%s\"",
				   checker, name, most, safe_word(value, safe));
	*ret_value = (long)number;
	return 0;
}
