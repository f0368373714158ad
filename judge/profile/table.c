#include "profile/profile.h"

#include "profile/ids.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

/* ---- Loading ------------------------------------------------------------------------------ */

static void load_one(const struct profile_source *source, const char *id,
		     struct profile_table *table)
{
	struct profile_failure *failure = &table->failures[table->failure_count];

	if (profile_load(source, id, &table->profiles[table->count], &failure->err) == 0) {
		table->count++;
		return;
	}
	/* A name that is too long for an id is cut. */
	snprintf(failure->id, sizeof failure->id, "%s", id);
	table->failure_count++;
}

int profiles_load(const char *directory, const char *const *classes, size_t class_count,
		  struct profile_table *ret_table, struct error *err)
{
	autoclose int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char name[PATH_MAX];
	const struct profile_source source = { fd, name, classes, class_count };
	struct profile_table table = { 0 };
	struct profile_ids ids;

	if (fd < 0)
		return error_set(err, ERROR_USAGE, errno, "cannot read the language profiles in %s",
				 directory);
	snprintf(name, sizeof name, "%s", directory);
	for (size_t length = strlen(name); length > 1 && name[length - 1] == '/'; length--)
		name[length - 1] = '\0';
	if (profile_ids_read(fd, name, &ids, err) < 0)
		return -1;
	if (ids.count == 0) {
		profile_ids_free(&ids);
		return error_usage(err, "no language profiles (*.yaml) in %s", name);
	}
	table.profiles = calloc(ids.count + 1, sizeof *table.profiles);
	table.failures = calloc(ids.count + 1, sizeof *table.failures);
	if (!table.profiles || !table.failures) {
		profile_ids_free(&ids);
		profile_table_free(&table);
		return error_set(err, ERROR_SYSTEM, ENOMEM, "language profiles");
	}
	for (size_t i = 0; i < ids.count; i++)
		load_one(&source, ids.ids[i], &table);
	profile_ids_free(&ids);
	*ret_table = table;
	return 0;
}

void profile_table_free(struct profile_table *table)
{
	free(table->profiles);
	free(table->failures);
	*table = (struct profile_table){ 0 };
}

/* ---- Sets of profiles --------------------------------------------------------------------- */

struct set {
	const struct profile **items;
	size_t count;
};

static int set_init(struct set *set, const struct profile_table *table, struct error *err)
{
	set->items = calloc(table->count + 1, sizeof(struct profile *));
	set->count = 0;
	return set->items ? 0 : error_set(err, ERROR_SYSTEM, ENOMEM, "language profiles");
}

static void set_free(struct set *set)
{
	free(set->items);
}

#define autoset __attribute__((cleanup(set_free)))

static void set_add(struct set *set, const struct profile *profile)
{
	set->items[set->count++] = profile;
}

/* The only one, or the only preferred one; NULL if there is no such. */
static const struct profile *set_pick(const struct set *set)
{
	const struct profile *picked = NULL;

	if (set->count == 1)
		return set->items[0];
	for (size_t i = 0; i < set->count; i++) {
		if (!set->items[i]->preferred)
			continue;
		if (picked)
			return NULL;
		picked = set->items[i];
	}
	return picked;
}

/* "c, cpp17 or cpp20". */
static void set_list(const struct set *set, struct strbuf *text)
{
	for (size_t i = 0; i < set->count; i++)
		strbuf_printf(text, "%s%s", i == 0 ? "" : i + 1 < set->count ? ", " : " or ",
			      set->items[i]->id);
	if (set->count == 0)
		strbuf_printf(text, "none");
}

/* ---- By name ------------------------------------------------------------------------------ */

static int unknown_language(const struct profile_table *table, const char *id, struct error *err)
{
	autofree const char **known = calloc(table->count + table->failure_count + 1,
					     sizeof *known);
	autostrbuf struct strbuf list = { 0 };
	const char *nearest;
	size_t count = 0;

	if (!known)
		return error_set(err, ERROR_SYSTEM, ENOMEM, "language profiles");
	for (size_t i = 0; i < table->count; i++)
		known[count++] = table->profiles[i].id;
	for (size_t i = 0; i < table->failure_count; i++)
		known[count++] = table->failures[i].id;
	nearest = text_nearest(id, known, count);
	if (nearest)
		return error_usage(err, "unknown language \"%.60s\"; did you mean \"%s\"?", id,
				   nearest);
	for (size_t i = 0; i < table->count; i++)
		strbuf_printf(&list, "%s%s", i ? ", " : "", known[i]);
	return error_usage(err, "unknown language \"%.60s\"; one of: %s", id,
			   list.length ? list.text : "none, no profile was loaded");
}

int profile_find(const struct profile_table *table, const char *id,
		 const struct profile **ret_profile, struct error *err)
{
	autostrbuf struct strbuf list = { 0 };
	autoset struct set family = { 0 };
	const struct profile *picked;

	for (size_t i = 0; i < table->count; i++) {
		if (strcmp(table->profiles[i].id, id) == 0) {
			*ret_profile = &table->profiles[i];
			return 0;
		}
	}
	for (size_t i = 0; i < table->failure_count; i++) {
		if (strcmp(table->failures[i].id, id) != 0)
			continue;
		*err = table->failures[i].err;
		err->kind = ERROR_USAGE;
		return -1;
	}
	if (set_init(&family, table, err) < 0)
		return -1;
	for (size_t i = 0; i < table->count; i++)
		if (strcmp(table->profiles[i].family, id) == 0)
			set_add(&family, &table->profiles[i]);
	if (family.count == 0)
		return unknown_language(table, id, err);
	picked = set_pick(&family);
	set_list(&family, &list);
	if (!picked)
		return error_usage(err, "the language \"%s\" is ambiguous; use %s", id, list.text);
	*ret_profile = picked;
	return 0;
}

bool profile_is_allowed(const struct profile *profile, const char *allowed)
{
	if (!*allowed)
		return true;
	for (; *allowed; allowed = packed_next(allowed))
		if (strcmp(allowed, profile->id) == 0 || strcmp(allowed, profile->family) == 0)
			return true;
	return false;
}

/* ---- By the names of files ---------------------------------------------------------------- */

/* With its dot. That of "a.c/b" is ".c/b", which is nobody's. NULL: there is none. */
static const char *extension_of(const char *name)
{
	return strrchr(name, '.');
}

bool profile_is_header(const char *name)
{
	static const char *const headers[] = { ".h", ".hpp", ".hh", ".hxx", ".inc" };
	const char *extension = extension_of(name);

	for (size_t i = 0; extension && i < ARRAY_SIZE(headers); i++)
		if (strcmp(headers[i], extension) == 0)
			return true;
	return false;
}

bool profile_compiles(const struct profile *profile, const char *name)
{
	const char *extension = extension_of(name);

	if (!extension)
		return false;
	for (const char *e = profile->extensions; *e; e = packed_next(e))
		if (strcmp(e, extension) == 0)
			return true;
	return false;
}

static bool is_source(const struct profile_table *table, const char *name)
{
	for (size_t i = 0; i < table->count; i++)
		if (profile_compiles(&table->profiles[i], name))
			return true;
	return false;
}

/* It compiles at least one file, and all that any language compiles. */
static bool fits(const struct profile_table *table, const struct profile *profile,
		 const char *const *names, size_t count)
{
	size_t compiled = 0;

	for (size_t i = 0; i < count; i++) {
		if (profile_compiles(profile, names[i]))
			compiled++;
		else if (is_source(table, names[i]))
			return false;
	}
	return compiled > 0;
}

static int nothing_fits(const struct profile_table *table, const char *const *names, size_t count,
			struct error *err)
{
	const char *other = NULL;
	size_t failures = table->failure_count;

	for (size_t i = 0; i < count; i++) {
		if (is_source(table, names[i]))
			return error_usage(err, "the files are of several languages; submit those of "
					   "one, or use --language");
		if (!other && !profile_is_header(names[i]))
			other = names[i];
	}
	if (failures)
		return error_usage(err, "no language that was loaded is that of \"%.100s\"; use "
				   "--language, or repair the profile \"%s\"%s",
				   other ? other : "", table->failures[0].id,
				   failures > 1 ? " and others" : "");
	if (!other)
		return error_usage(err, "there is no source file, only headers");
	return error_usage(err, "no language has the extension of \"%.100s\"; use --language",
			   other);
}

int profile_for_files(const struct profile_table *table, const char *const *names, size_t count,
		      const char *allowed, const struct profile **ret_profile, struct error *err)
{
	autoset struct set fitting = { 0 }, choice = { 0 };
	autostrbuf struct strbuf list = { 0 };
	const struct profile *picked;

	if (set_init(&fitting, table, err) < 0 || set_init(&choice, table, err) < 0)
		return -1;
	for (size_t i = 0; i < table->count; i++) {
		const struct profile *profile = &table->profiles[i];

		if (!fits(table, profile, names, count))
			continue;
		set_add(&fitting, profile);
		if (profile_is_allowed(profile, allowed))
			set_add(&choice, profile);
	}
	if (fitting.count == 0)
		return nothing_fits(table, names, count, err);
	picked = set_pick(&choice);
	set_list(choice.count ? &choice : &fitting, &list);
	if (choice.count == 0)
		return error_usage(err, "the problem does not allow %s", list.text);
	if (!picked)
		return error_usage(err, "the language is ambiguous; use --language %s", list.text);
	*ret_profile = picked;
	return 0;
}
