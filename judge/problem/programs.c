#include "problem/programs.h"

#include "problem/array.h"
#include "problem/files.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <stdio.h>
#include <string.h>

static const char legacy_folder[] = "output_validators/", folder_2025_09[] = "output_validator/";
static const char graders_folder[] = "graders/", static_folder[] = "static_validator/";

static const struct {
	const char *extension;
	enum program_language language;
} extensions[] = {
	{ ".c", PROGRAM_C },
	{ ".cc", PROGRAM_CPP },
	{ ".cpp", PROGRAM_CPP },
	{ ".cxx", PROGRAM_CPP },
	{ ".C", PROGRAM_CPP },
	{ ".py", PROGRAM_PYTHON },
};

/* ---- Language ----------------------------------------------------------------------------- */

struct sources {
	unsigned languages;	/* bit 1 << program_language */
	size_t python_files;
	bool has_script, has_main;
	bool has_other;		/* a file that a language profile may know by its extension */
};

/* Not a file that only comes along: headers of C and C++, and those without an extension. */
static bool may_be_source(const char *name)
{
	static const char *const others[] = { ".h", ".hh", ".hpp", ".hxx", ".inc", ".txt", ".md" };
	const char *slash = strrchr(name, '/'), *own = slash ? slash + 1 : name;

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (ends_with(own, others[i]))
			return false;
	return strchr(own, '.') != NULL;
}

static void look_at(const char *path, size_t base, struct sources *sources)
{
	const char *name = path + base;

	sources->has_script |= !strcmp(name, "build") || !strcmp(name, "run");
	sources->has_main |= !strcmp(name, "__main__.py");
	for (size_t i = 0; i < ARRAY_SIZE(extensions); i++)
		if (ends_with(name, extensions[i].extension)) {
			sources->languages |= 1u << extensions[i].language;
			sources->python_files += extensions[i].language == PROGRAM_PYTHON;
			return;
		}
	sources->has_other |= may_be_source(name);
}

/* False if the sources are of no language, of several, or of Python without a main file. */
static bool choose(const struct sources *sources, bool is_directory,
		   enum program_language *ret_language)
{
	unsigned languages = sources->languages;

	if (is_directory && sources->has_script)
		*ret_language = PROGRAM_SCRIPT;
	else if (is_directory && sources->has_main)
		*ret_language = PROGRAM_PYTHON;
	else if (languages == 1u << PROGRAM_C)
		*ret_language = PROGRAM_C;
	else if (languages == 1u << PROGRAM_CPP)
		*ret_language = PROGRAM_CPP;
	else if (languages == 1u << PROGRAM_PYTHON && sources->python_files == 1)
		*ret_language = PROGRAM_PYTHON;
	else if (languages == 0 && sources->has_other)
		*ret_language = PROGRAM_PROFILE;
	else
		return false;
	return true;
}

static int find_language(const struct tree *tree, const struct tree_entry *entry,
			 const struct program *program, enum program_language *ret_language,
			 struct error *err)
{
	struct sources sources = { 0 };

	for (size_t i = 0; i < entry->count; i++)
		look_at(tree->files[entry->first + i].path, strlen(program->base), &sources);
	if (choose(&sources, entry->is_directory, ret_language))
		return 0;
	return tree_error(tree, program->name, 0, 0, err, entry->is_directory ?
			  "not a program: needs build or run, __main__.py, or sources in one "
			  "language" :
			  "not a program: must be a source file, such as .py, .c or .cpp; several "
			  "files of one program go into a directory");
}

/* ---- Programs ----------------------------------------------------------------------------- */

/* The last slash of an entry's path: up to it, a file's base; the whole is a directory's. */
static size_t base_length(const char *path, const struct tree_entry *entry)
{
	size_t length = entry->length;

	if (entry->is_directory)
		return length + 1;
	while (length > 0 && path[length - 1] != '/')
		length--;
	return length;
}

struct program_list {
	struct program **programs;
	size_t *count;
};

static int add(const struct tree *tree, const struct tree_entry *entry,
	       const struct program_list *list, struct error *err)
{
	const char *path = tree->files[entry->first].path;
	struct strbuf name = { 0 }, base = { 0 };
	struct program *program;

	*list->programs = array_room(*list->programs, *list->count, sizeof *program);
	program = &(*list->programs)[(*list->count)++];
	strbuf_append(&name, path, entry->length);
	strbuf_append(&base, path, base_length(path, entry));
	*program = (struct program){ .name = strbuf_take(&name), .base = strbuf_take(&base) };
	for (size_t i = 0; i < entry->count; i++) {
		program->files = array_room(program->files, i, sizeof *program->files);
		program->files[program->file_count++] = entry->first + i;
	}
	return find_language(tree, entry, program, &program->language, err);
}

static int add_all(const struct tree *tree, const char *folder, const struct program_list *list,
		   struct error *err)
{
	struct tree_entry entry = { 0 };

	while (tree_next(tree, folder, &entry))
		if (add(tree, &entry, list, err) < 0 && !tree_keep(tree, err))
			return -1;
	return 0;
}

/*
 * Of output_validator/ the format says that it holds one program, which is a file or a directory.
 * Packages differ in whether it holds that directory or is it, so the first file in it decides.
 * static_validator/ is the same.
 */
static int add_only(const struct tree *tree, const char *folder, const struct program_list *list,
		    struct error *err)
{
	struct tree_entry entry = { 0 }, whole = { .is_directory = true };
	size_t entries = 0;
	bool has_file = false;
	char name[32];

	whole.first = (size_t)tree_find_prefix(tree, folder);
	whole.length = strlen(folder) - 1;
	while (tree_next(tree, folder, &entry)) {
		whole.count += entry.count;
		has_file |= !entry.is_directory;
		entries++;
	}
	if (entries == 1)
		return add(tree, &entry, list, err);
	if (has_file)
		return add(tree, &whole, list, err);
	snprintf(name, sizeof name, "%.*s", (int)whole.length, folder);
	return tree_error(tree, name, 0, 0, err, "%zu programs; exactly one is allowed", entries);
}

int validators_read(const struct tree *tree, const struct problem_yaml *yaml,
		    struct problem *problem, struct error *err)
{
	struct program_list list = { &problem->validators, &problem->validator_count };
	bool has_legacy = tree_find_prefix(tree, legacy_folder) >= 0;
	bool has_2025_09 = tree_find_prefix(tree, folder_2025_09) >= 0;
	bool legacy = problem->format == FORMAT_LEGACY;
	/* DOMjudge takes the newer words of `type` in legacy packages too. */
	bool custom = yaml->validation & WORD_CUSTOM || problem->type.interactive ||
		      problem->type.multi_pass;

	/* The format's own folder first; else the other one, which its rules come with. */
	if (has_2025_09 && (!legacy || !has_legacy))
		return add_only(tree, folder_2025_09, &list, err);
	if (has_legacy && (!legacy || custom))
		return add_all(tree, legacy_folder, &list, err);
	if (yaml->validation & WORD_CUSTOM)
		return tree_error(tree, "problem.yaml", yaml->validation_line,
				  yaml->validation_column, err,
				  "validation: custom, but output_validators/ is not there");
	if (custom)
		return tree_error(tree, "problem.yaml", 0, 0, err, "type: %s needs a validator of "
				  "the package's own, in %s", problem->type.interactive ?
				  "interactive" : "multi-pass",
				  legacy ? legacy_folder : folder_2025_09);
	return 0;
}

int graders_read(const struct tree *tree, struct problem *problem, struct error *err)
{
	struct program_list list = { &problem->graders, &problem->grader_count };

	if (add_all(tree, graders_folder, &list, err) < 0)
		return -1;
	if (problem->grader_count > 1)
		return tree_error(tree, "graders", 0, 0, err, "%zu programs; at most one is "
				  "allowed", problem->grader_count);
	return 0;
}

int static_validator_read(const struct tree *tree, struct problem *problem, struct error *err)
{
	struct program_list list = { &problem->static_validator,
				     &problem->static_validator_count };

	if (tree_find_prefix(tree, static_folder) < 0)
		return 0;
	if (problem->type.submit_answer)
		return tree_error(tree, "static_validator", 0, 0, err, "must not be there with type: "
				  "submit-answer, whose submissions are no programs");
	return add_only(tree, static_folder, &list, err);
}

/* ---- include/ ----------------------------------------------------------------------------- */

static void add_include(const struct tree *tree, const char *folder,
			const struct tree_entry *entry, struct problem *problem)
{
	const char *path = tree->files[entry->first].path;
	struct strbuf language = { 0 }, base = { 0 };
	struct include *include;

	problem->includes = array_room(problem->includes, problem->include_count,
				       sizeof *include);
	include = &problem->includes[problem->include_count++];
	strbuf_append(&language, path + strlen(folder), entry->length - strlen(folder));
	strbuf_append(&base, path, entry->length + 1);
	*include = (struct include){ .language = strbuf_take(&language),
				     .base = strbuf_take(&base) };
	for (size_t i = 0; i < entry->count; i++) {
		include->files = array_room(include->files, i, sizeof *include->files);
		include->files[include->file_count++] = entry->first + i;
	}
}

int includes_read(const struct tree *tree, struct problem *problem, struct error *err)
{
	static const char folder[] = "include/";
	struct tree_entry entry = { 0 };

	while (tree_next(tree, folder, &entry)) {
		const char *path = tree->files[entry.first].path;

		/* Left where it is, it would be compiled with nothing. */
		if (entry.is_directory)
			add_include(tree, folder, &entry, problem);
		else if (tree_error(tree, path, 0, 0, err, "must be in the directory of a "
				    "language, such as include/cpp/, or in include/default/") < 0 &&
			 !tree_keep(tree, err))
			return -1;
	}
	return 0;
}
