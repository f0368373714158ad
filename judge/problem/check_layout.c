#include "problem/check.h"

#include "problem/files.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <stdio.h>
#include <string.h>

enum { LEGACY = 1 << FORMAT_LEGACY, NEW = 1 << FORMAT_2025_09, BOTH = LEGACY | NEW };

/* Folders at the top, in which formats they are, and what the other one calls them. */
static const struct folder {
	const char *name;
	unsigned formats;
	const char *other;
} folders[] = {
	{ "data", BOTH, NULL },
	{ "submissions", BOTH, NULL },
	{ "include", BOTH, NULL },
	{ "attachments", BOTH, NULL },
	{ "generators", BOTH, NULL },
	{ "solution", BOTH, NULL },
	{ "input_validators", BOTH, NULL },
	{ "problem_statement", LEGACY, "statement" },
	{ "output_validators", LEGACY, "output_validator" },
	{ "input_format_validators", LEGACY, "input_validators" },
	{ "graders", LEGACY, NULL },
	{ "statement", NEW, "problem_statement" },
	{ "output_validator", NEW, "output_validators" },
	{ "static_validator", NEW, NULL },
	{ "input_visualizer", NEW, NULL },
	{ "output_visualizer", NEW, NULL },
};

static const char *const top_files[] = {
	"problem.yaml", "domjudge-problem.ini", "assize.yaml", ".timelimit",
};

static const char *const data_folders[] = {
	"sample", "secret", "invalid_input", "invalid_output", "valid_output",
	"invalid_inputs", "invalid_outputs", "valid_outputs",
};

static const char *const jury_folders[] = {
	"accepted", "partially_accepted", "wrong_answer", "time_limit_exceeded", "run_time_error",
	"rejected", "brute_force", "compiler_error", "no_output", "output_limit", "memory_limit",
	"mixed", "multiple",
};

/* What may stand beside a test case, with its name. */
static const char *const extensions[] = {
	".in", ".ans", ".yaml", ".hint", ".desc", ".md", ".out", ".interaction", ".in.statement",
	".ans.statement", ".in.download", ".ans.download", ".png", ".jpg", ".jpeg", ".svg",
};

static bool is_among(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

/* An entry's own name: the last part of its path. */
static void name_of(const struct tree *tree, const struct tree_entry *entry, size_t prefix,
		    char name[256])
{
	snprintf(name, 256, "%.*s", (int)(entry->length - prefix),
		 tree->files[entry->first].path + prefix);
}

static void check_ignored(const struct tree *tree)
{
	for (size_t i = 0; i < tree->ignored_count; i++) {
		char shown[200];

		text_sanitise_utf8(tree->ignored[i], strlen(tree->ignored[i]), shown, sizeof shown);
		tree_warn(tree, shown, 0, 0, "is as if it were not there: names have letters, "
			  "digits, _ . and - only, and begin with none of the last two; rename it");
	}
}

/* ---- The top ------------------------------------------------------------------------------ */

static void check_folder(const struct tree *tree, const struct problem *problem, const char *name)
{
	const char *names[ARRAY_SIZE(folders)], *nearest;

	for (size_t i = 0; i < ARRAY_SIZE(folders); i++) {
		names[i] = folders[i].name;
		if (strcmp(folders[i].name, name) != 0)
			continue;
		if (!(folders[i].formats & 1u << problem->format) && folders[i].other)
			tree_warn(tree, name, 0, 0, "is of the other version of the format; rename "
				  "it to %s/", folders[i].other);
		return;
	}
	nearest = text_nearest(name, names, ARRAY_SIZE(names));
	if (nearest)
		check_error(tree, name, "unknown folder; did you mean %s/?", nearest);
}

static void check_file(const struct tree *tree, const char *name)
{
	const char *nearest;

	if (is_among(name, top_files, ARRAY_SIZE(top_files)))
		return;
	nearest = text_nearest(name, top_files, ARRAY_SIZE(top_files));
	if (nearest)
		check_error(tree, name, "unknown file; did you mean %s?", nearest);
}

static bool has(const struct tree *tree, const char *folder)
{
	return tree_find_prefix(tree, folder) >= 0;
}

static void check_top(const struct tree *tree, const struct problem *problem)
{
	struct tree_entry entry = { 0 };
	char name[256];

	while (tree_next(tree, "", &entry)) {
		name_of(tree, &entry, 0, name);
		if (entry.is_directory)
			check_folder(tree, problem, name);
		else
			check_file(tree, name);
	}
	if (tree_find(tree, "problem.yaml") < 0)
		tree_warn(tree, "problem.yaml", 0, 0, "is missing; all is as by default");
	if (!has(tree, "statement/") && !has(tree, "problem_statement/"))
		tree_warn(tree, "", 0, 0, "no statement: %s is missing",
			  problem->format == FORMAT_2025_09 ? "statement/" : "problem_statement/");
	if (!has(tree, "input_validators/") && !has(tree, "input_format_validators/"))
		tree_warn(tree, "", 0, 0, "nobody checks the inputs: input_validators/ is missing");
}

/* ---- data/ and submissions/ --------------------------------------------------------------- */

static bool has_inputs(const struct tree *tree, const struct tree_entry *entry)
{
	for (size_t i = 0; i < entry->count; i++)
		if (ends_with(tree->files[entry->first + i].path, ".in"))
			return true;
	return false;
}

static void check_data_folder(const struct tree *tree, const struct tree_entry *entry,
			      const char *name)
{
	const char *nearest;
	char path[300];

	if (is_among(name, data_folders, ARRAY_SIZE(data_folders)))
		return;
	snprintf(path, sizeof path, "data/%s", name);
	nearest = text_nearest(name, data_folders, ARRAY_SIZE(data_folders));
	if (nearest)
		check_error(tree, path, "unknown folder; did you mean %s/?", nearest);
	else if (has_inputs(tree, entry))
		check_error(tree, path, "its test cases are not judged; move them to data/secret/");
}

static void check_data_folders(const struct tree *tree)
{
	struct tree_entry entry = { 0 };
	char name[256], path[300];

	while (tree_next(tree, "data/", &entry)) {
		name_of(tree, &entry, strlen("data/"), name);
		if (entry.is_directory)
			check_data_folder(tree, &entry, name);
		else if (ends_with(name, ".in") || ends_with(name, ".ans")) {
			snprintf(path, sizeof path, "data/%s", name);
			check_error(tree, path, "is not judged; move it to data/secret/");
		}
	}
}

static void check_jury_folders(const struct tree *tree)
{
	struct tree_entry entry = { 0 };
	char name[256], path[300];

	while (tree_next(tree, "submissions/", &entry)) {
		const char *nearest;

		name_of(tree, &entry, strlen("submissions/"), name);
		if (!entry.is_directory || is_among(name, jury_folders, ARRAY_SIZE(jury_folders)))
			continue;
		nearest = text_nearest(name, jury_folders, ARRAY_SIZE(jury_folders));
		snprintf(path, sizeof path, "submissions/%s", name);
		if (nearest)
			tree_warn(tree, path, 0, 0, "unknown folder; did you mean %s/?", nearest);
	}
}

/* ---- Beside test cases -------------------------------------------------------------------- */

/* The length of the path without the extension, or 0 if it is none that belongs to a case. */
static size_t case_length(const char *path)
{
	size_t longest = 0;

	for (size_t i = 0; i < ARRAY_SIZE(extensions); i++)
		if (ends_with(path, extensions[i]) && strlen(extensions[i]) > longest)
			longest = strlen(extensions[i]);
	return longest ? strlen(path) - longest : 0;
}

static bool is_case(const struct tree *tree, const char *path, size_t length)
{
	char input[4200];

	snprintf(input, sizeof input, "%.*s.in", (int)length, path);
	return tree_find(tree, input) >= 0;
}

static void check_stray(const struct tree *tree, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash + 1, *dot = strrchr(name, '.');
	size_t length = case_length(path);
	const char *nearest;

	if (!strcmp(name, "testdata.yaml") || !strcmp(name, "test_group.yaml") ||
	    strstr(path, ".files/"))
		return;
	if (length && is_case(tree, path, length))
		return;
	if (ends_with(path, ".in") || ends_with(path, ".ans") || ends_with(path, ".yaml"))
		return;		/* who reads test cases speaks of these */
	if (length) {
		tree_warn(tree, path, 0, 0, "belongs to no test case; there is no %.*s.in",
			  (int)(length - (size_t)(name - path)), name);
		return;
	}
	nearest = dot && dot > name ? text_nearest(dot, extensions, ARRAY_SIZE(extensions)) : NULL;
	if (nearest && (!strcmp(nearest, ".in") || !strcmp(nearest, ".ans")))
		check_error(tree, path, "is no part of a test case; did you mean %.*s%s?",
			    (int)(dot - name), name, nearest);
	else if (dot && (strstr(name, ".in.") || strstr(name, ".ans.")))
		tree_warn(tree, path, 0, 0, "is no part of a test case; remove it");
}

void check_layout(const struct tree *tree, const struct problem *problem)
{
	check_ignored(tree);
	if (problem->format == FORMAT_PLAIN)
		return;
	check_top(tree, problem);
	check_data_folders(tree);
	check_jury_folders(tree);
	for (size_t i = 0; i < tree->count; i++)
		if (!strncmp(tree->files[i].path, "data/secret/", 12) ||
		    !strncmp(tree->files[i].path, "data/sample/", 12))
			check_stray(tree, tree->files[i].path);
}
