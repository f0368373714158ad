#include "problem/groups.h"

#include "problem/array.h"
#include "problem/files.h"
#include "problem/group_check.h"
#include "problem/words.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <string.h>

static const char legacy_name[] = "testdata.yaml", group_name[] = "test_group.yaml";

/* data/ itself, data/sample/ and data/secret/; what else is in data/ is not for judging. */
static bool is_judged(const char *path)
{
	return !strncmp(path, "data/", 5) &&
	       (!strchr(path + 5, '/') || !strncmp(path, "data/sample/", 12) ||
		!strncmp(path, "data/secret/", 12));
}

bool is_in_case_files(const struct tree *tree, const char *path)
{
	static const char folder[] = ".files/";

	for (const char *c = path; (c = strstr(c, folder)); c += strlen(folder)) {
		autostrbuf struct strbuf input = { 0 };

		strbuf_append(&input, path, (size_t)(c - path));
		strbuf_printf(&input, ".in");
		if (tree_find(tree, input.text) >= 0)
			return true;
	}
	return false;
}

static bool is_named(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');

	return slash && !strcmp(slash + 1, name);
}

static bool has_files_named(const struct tree *tree, const char *name)
{
	for (size_t i = 0; i < tree->count; i++)
		if (is_judged(tree->files[i].path) && is_named(tree->files[i].path, name) &&
		    !is_in_case_files(tree, tree->files[i].path))
			return true;
	return false;
}

/* By the files that are there; the format's own decide if there are both or neither. */
static bool has_share_rules(const struct tree *tree, enum problem_format format)
{
	bool has_legacy = has_files_named(tree, legacy_name);
	bool has_groups = has_files_named(tree, group_name);

	if (format == FORMAT_PLAIN)
		return false;
	return format == FORMAT_2025_09 ? has_groups || !has_legacy : has_groups && !has_legacy;
}

/* ---- Which there are ---------------------------------------------------------------------- */

/* The part of a case's name that is its group's. */
static size_t group_length(const char *name, bool by_share)
{
	const char *end = strrchr(name, '/');

	if (by_share) {
		const char *first = strchr(name, '/'), *second = strchr(first + 1, '/');

		end = second ? second : first;
	}
	return end ? (size_t)(end - name) : 0;
}

static size_t add_group(struct problem *problem, long parent, const char *name, size_t length)
{
	struct test_group group = { .parent = parent, .name = strndup(name, length) };

	if (!group.name)
		abort();
	problem->groups = array_room(problem->groups, problem->group_count, sizeof group);
	problem->groups[problem->group_count] = group;
	return problem->group_count++;
}

static bool contains(const char *group, const char *name, size_t length)
{
	size_t own = strlen(group);

	return own == 0 || (own <= length && !strncmp(group, name, own) &&
			    (own == length || name[own] == '/'));
}

/*
 * The group of that name, which is made, with all that contain it, unless it is last or contains
 * last: in package order, nobody comes back to another one.
 */
static size_t enter(struct problem *problem, size_t last, const char *name, size_t length)
{
	size_t own;

	while (!contains(problem->groups[last].name, name, length))
		last = (size_t)problem->groups[last].parent;
	while ((own = strlen(problem->groups[last].name)) < length) {
		const char *start = name + own + (own > 0);
		const char *slash = memchr(start, '/', length - (size_t)(start - name));

		last = add_group(problem, (long)last, name,
				 slash ? (size_t)(slash - name) : length);
	}
	return last;
}

static void find_groups(struct problem *problem, bool by_share)
{
	size_t last = add_group(problem, -1, "", 0);

	for (size_t i = 0; i < problem->test_count; i++) {
		struct test_case *test = &problem->tests[i];

		last = enter(problem, last, test->name, group_length(test->name, by_share));
		test->group = last;
	}
}

int compare_names(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	if (*a == *b)
		return 0;
	if (*a == '\0' || *b == '\0')
		return *a ? 1 : -1;
	if (*a == '/' || *b == '/')
		return *a == '/' ? -1 : 1;
	return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
}

static int compare_group(const void *name, const void *group)
{
	return compare_names(name, ((const struct test_group *)group)->name);
}

/* Groups were made in package order. */
long find_group(const struct problem *problem, const char *name)
{
	const struct test_group *found = bsearch(name, problem->groups, problem->group_count,
						 sizeof *found, compare_group);

	return found ? found - problem->groups : -1;
}

/* ---- Their files -------------------------------------------------------------------------- */

struct reading {
	struct settings_context *context;
	struct settings *settings;	/* one per group */
	bool *seen;			/* per file of the tree: it has been loaded */
};

static int load_named(struct reading *r, const char *name, enum settings_kind kind,
		      struct settings *settings, struct error *err)
{
	const char *group = r->context->group;
	autostrbuf struct strbuf path = { 0 };
	long index;

	strbuf_printf(&path, "data/%s%s%s", group, *group ? "/" : "", name);
	index = tree_find(r->context->tree, path.text);
	if (index < 0)
		return 0;
	r->seen[index] = true;
	return settings_load(r->context, (size_t)index, kind, settings, err);
}

/* The format's own file comes last, and so it wins. */
static int load_files(struct reading *r, struct settings *settings, struct error *err)
{
	bool by_share = r->context->by_share;

	for (unsigned i = 0; i < 2; i++) {
		bool is_group = (i == 1) == by_share;

		if (load_named(r, is_group ? group_name : legacy_name,
			       is_group ? SETTINGS_GROUP : SETTINGS_LEGACY, settings, err) < 0)
			return -1;
	}
	return by_share ? 0 : settings_apply_flags(r->context, settings, err);
}

static int read_groups(struct reading *r, const struct problem *problem, struct error *err)
{
	for (size_t i = 0; i < problem->group_count; i++) {
		const struct test_group *group = &problem->groups[i];

		r->context->group = group->name;
		r->settings[i] = group->parent < 0 ?
				 settings_default(r->context) :
				 settings_inherit(r->context, &r->settings[group->parent]);
		if (problem->format != FORMAT_PLAIN && load_files(r, &r->settings[i], err) < 0 &&
		    !tree_keep(r->context->tree, err))
			return -1;
	}
	return 0;
}

static unsigned depth_of(const char *path)
{
	unsigned depth = 0;

	while ((path = strchr(path, '/'))) {
		depth++;
		path++;
	}
	return depth;
}

/* A file about sample/ while there are no samples is common, and must still be sound. */
static int check_sample(struct reading *r, size_t index, struct error *err)
{
	bool is_group = is_named(r->context->tree->files[index].path, group_name);
	struct settings settings;
	int result;

	r->context->group = "sample";
	settings = settings_inherit(r->context, &r->settings[0]);
	result = settings_load(r->context, index, is_group ? SETTINGS_GROUP : SETTINGS_LEGACY,
			       &settings, err);
	settings_free(&settings);
	return result;
}

/* A rule that holds nowhere would be lost without a word. */
static int check_other(struct reading *r, size_t index, struct error *err)
{
	const struct tree *tree = r->context->tree;
	const char *path = tree->files[index].path;
	bool is_group = is_named(path, group_name);

	if (!is_judged(path) || !(is_group || is_named(path, legacy_name)) ||
	    is_in_case_files(tree, path))
		return 0;
	if (is_group && (depth_of(path) < 2 || depth_of(path) > 3))
		return tree_error(tree, path, 0, 0, err, "must be in sample/, in secret/, or in a "
				  "directory directly below them");
	if (r->seen[index])
		return 0;
	if (strncmp(path, "data/sample/", 12) || depth_of(path) != 2)
		return tree_error(tree, path, 0, 0, err, "there is no group of test cases here");
	return check_sample(r, index, err);
}

static int check_others(struct reading *r, struct error *err)
{
	const struct tree *tree = r->context->tree;

	for (size_t i = 0; i < tree->count; i++)
		if (check_other(r, i, err) < 0 && !tree_keep(tree, err))
			return -1;
	return 0;
}

/* ---- Together ----------------------------------------------------------------------------- */

static void hand_over(struct settings *settings, struct problem *problem)
{
	for (size_t i = 0; i < problem->group_count; i++) {
		struct test_group *group = &problem->groups[i], rules = settings[i].rules;

		rules.name = group->name;
		rules.parent = group->parent;
		*group = rules;
		/* The settings' own copies stay with them. */
		group->grader_flags = packed_copy(rules.grader_flags);
		group->require_pass = packed_copy(rules.require_pass);
	}
}

int groups_read(struct settings_context *context, struct problem *problem,
		struct settings **ret, struct error *err)
{
	struct reading r = { .context = context,
			     .seen = calloc(context->tree->count + 1, sizeof *r.seen) };
	int result;

	context->by_share = has_share_rules(context->tree, problem->format);
	find_groups(problem, context->by_share);
	r.settings = calloc(problem->group_count, sizeof *r.settings);
	if (!r.seen || !r.settings)
		abort();
	result = read_groups(&r, problem, err) < 0 || check_others(&r, err) < 0 ? -1 : 0;
	free(r.seen);
	if (result == 0) {
		hand_over(r.settings, problem);
		if (group_check(context, problem, r.settings, err) < 0)
			result = tree_keep(context->tree, err) ? 0 : -1;
	}
	if (result < 0) {
		groups_free_settings(r.settings, problem->group_count);
		return -1;
	}
	*ret = r.settings;
	return 0;
}

void groups_free_settings(struct settings *settings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		settings_free(&settings[i]);
	free(settings);
}
