#include "cmd/jury.h"

#include "pipeline/main_class.h"
#include "problem/open.h"
#include "problem/problem.h"

#include <stdlib.h>
#include <string.h>

int jury_source(const struct tree *tree, const struct problem *problem,
		const struct jury_submission *jury, const struct profile_table *table,
		struct submission *ret_submission, const struct profile **ret_profile,
		struct error *err)
{
	autosubmission struct submission submission = { .file_count = 0 };

	if (session_jury(tree, problem, jury, &submission, err) < 0 ||
	    (jury->entry_point &&
	     main_entry_point_set(jury->entry_point, &submission, err) < 0) ||
	    session_language(table, jury->language, problem, &submission, ret_profile, err) < 0 ||
	    main_entry_point_check(*ret_profile, problem, tree, &submission, err) < 0)
		return -1;
	*ret_submission = submission;
	submission = (struct submission){ .file_count = 0 };
	return 0;
}

static int load_item(const struct jury_package *package, const struct jury_submission *jury,
		     const struct profile_table *table, struct jury_item *item, struct error *err)
{
	item->package = package;
	item->jury = jury;
	if (jury->expected_error)
		return error_usage(err, "%s/submissions/%s: %s", package->tree.origin, jury->name,
				   jury->expected_error);
	if (jury_source(&package->tree, &package->problem, jury, table, &item->submission,
			&item->profile, err) < 0)
		return error_context(err, "%s/submissions/%s", package->tree.origin, jury->name);
	return 0;
}

static int load_items(const struct jury_package *package, const struct profile_table *table,
		      struct jury_list *list, struct error *err)
{
	size_t more = package->problem.jury_count;
	struct jury_item *items = realloc(list->items, (list->count + more + 1) * sizeof *items);

	if (!items)
		return error_system(err, "jury submissions");
	list->items = items;
	memset(items + list->count, 0, more * sizeof *items);
	for (size_t i = 0; i < more; i++) {
		list->count++;
		if (load_item(package, &package->problem.jury[i], table,
			      &list->items[list->count - 1], err) < 0)
			return -1;
	}
	return 0;
}

int jury_load(char *const *paths, int count, const struct profile_table *table,
	      struct jury_list *ret_list, struct error *err)
{
	struct jury_list list = { .package_count = 0 };

	if (tree_names_differ(paths, count, err) < 0)
		return -1;
	list.packages = calloc((size_t)count, sizeof *list.packages);
	if (!list.packages)
		return error_system(err, "packages");
	for (int i = 0; i < count; i++) {
		struct jury_package *package = &list.packages[i];

		if (session_package(paths[i], &package->tree, &package->problem, err) < 0)
			goto failed;
		list.package_count++;
		if (load_items(package, table, &list, err) < 0)
			goto failed;
	}
	*ret_list = list;
	return 0;
failed:
	jury_free(&list);
	return -1;
}

void jury_free(struct jury_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		submission_free(&list->items[i].submission);
	for (size_t i = 0; i < list->package_count; i++) {
		problem_free(&list->packages[i].problem);
		tree_free(&list->packages[i].tree);
	}
	free(list->items);
	free(list->packages);
	*list = (struct jury_list){ .count = 0 };
}
