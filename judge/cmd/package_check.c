#include "cmd/package.h"

#include "checker/checker.h"
#include "cmd/jury.h"
#include "checker/protocol.h"
#include "cmd/session.h"
#include "problem/check.h"
#include "problem/files.h"
#include "problem/open.h"
#include "problem/problem.h"
#include "report/faults.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

struct check_options {
	bool json, strict;
};

static const struct option_row rows[] = {
	{ "json", 'j', NULL, OPTION_FLAG, offsetof(struct check_options, json),
	  "print a JSON object per fault instead of lines for people" },
	{ "strict", 's', NULL, OPTION_FLAG, offsetof(struct check_options, strict),
	  "take warnings for errors" },
	{ 0 },
};

static const struct usage usage = {
	"package check", "PACKAGE...", "Says all that is wrong with packages, without judging.",
	"PACKAGE is a directory, a .zip, a .kpp or a (compressed) .tar. Each fault has the file,\n"
	"the line where there is one, and what to do. Errors make a package judge otherwise than\n"
	"its author means, or not at all; warnings do not.\n"
	"Exit status: 0 no errors, 2 errors (with --strict also warnings) or usage, 3 host fault.",
};

void package_checked_free(struct package_checked *checked)
{
	problem_free(&checked->problem);
	tree_free(&checked->tree);
	faults_free(&checked->faults);
}

/* An error of the user's about a file of the package, whoever found it, has that file's place. */
static int keep_at(struct package_checked *check, const char *path, struct error *err)
{
	char file[sizeof check->tree.origin + 512];

	if (!*err->file) {
		snprintf(file, sizeof file, "%s/%.500s", check->tree.origin, path);
		error_at(err, file, 0, 0);
	}
	return faults_keep(&check->faults, err) ? 0 : -1;
}

/* ---- Languages ---------------------------------------------------------------------------- */

static int check_submission(struct package_checked *check, const struct jury_submission *jury,
			    struct error *err)
{
	autosubmission struct submission submission = { .file_count = 0 };
	const struct profile *profile;
	char path[300];

	if (jury_source(&check->tree, &check->problem, jury, check->table, &submission, &profile,
			err) == 0)
		return 0;
	snprintf(path, sizeof path, "submissions/%s", jury->name);
	return keep_at(check, path, err);
}

static int check_program(struct package_checked *check, const struct program *program, struct error *err)
{
	const char *names[256];
	const struct profile *profile;
	size_t count = 0;

	if (program->language != PROGRAM_PROFILE)
		return 0;
	for (size_t i = 0; i < program->file_count && count < ARRAY_SIZE(names); i++)
		names[count++] = check->tree.files[program->files[i]].path + strlen(program->base);
	if (profile_for_files(check->table, names, count, "", &profile, err) == 0)
		return 0;
	return keep_at(check, program->name, err);
}

static int check_languages(struct package_checked *check, struct error *err)
{
	const struct problem *problem = &check->problem;

	for (size_t i = 0; i < problem->validator_count; i++)
		if (check_program(check, &problem->validators[i], err) < 0)
			return -1;
	for (size_t i = 0; i < problem->static_validator_count; i++)
		if (check_program(check, &problem->static_validator[i], err) < 0)
			return -1;
	for (size_t i = 0; i < problem->jury_count && !problem->type.submit_answer; i++)
		if (check_submission(check, &problem->jury[i], err) < 0)
			return -1;
	return 0;
}

/* ---- The built-in checker ----------------------------------------------------------------- */

struct mapping {
	void *data;
	size_t size;
};

static void unmap(struct mapping *mapping)
{
	if (mapping->size)
		munmap(mapping->data, mapping->size);
}

/* Its arguments, and whether it accepts the answer itself as an output. */
static int check_answer(struct package_checked *check, const struct comparer *comparer,
			const struct test_case *test, struct error *err)
{
	const struct tree_file *file = &check->tree.files[test->answer];
	__attribute__((cleanup(unmap))) struct mapping answer = { NULL, (size_t)file->size };
	autocomparison struct comparison *comparison = NULL;
	struct comparison_result result;
	struct error fault;
	const char *data = "";

	/* Static validation has arguments of its own validator, and no answer. */
	if (!test->validator_args || test->is_static)
		return 0;
	if (file->size > 0) {
		answer.data = mmap(NULL, answer.size, PROT_READ, MAP_PRIVATE, file->fd, 0);
		if (answer.data == MAP_FAILED) {
			answer.size = 0;
			return error_system(err, "cannot map %s", file->path);
		}
		data = answer.data;
	}
	if (comparer->open(test->validator_args, data, answer.size, &comparison, err) < 0)
		return keep_at(check, file->path, err);
	comparison_feed(comparison, data, answer.size);
	comparison_finish(comparison, &result);
	if (result.accepted)
		return 0;
	error_usage(&fault, "the checker %s does not accept the answer itself: %s",
		    check->problem.checker, result.reason);
	return keep_at(check, file->path, &fault);
}

/* Keeps a fault where the package names its checker. */
static int keep_at_checker(struct package_checked *check, struct error *err)
{
	static const char path[] = "assize.yaml";
	char file[sizeof check->tree.origin + sizeof path + 1];
	autoyaml struct yaml *doc = NULL;
	const yaml_node_t *node = NULL;
	long index = tree_find(&check->tree, path);
	struct error unread;

	if (index >= 0 && tree_read_yaml(&check->tree, (size_t)index, &doc, &unread) == 0)
		node = yaml_get(doc, yaml_root(doc), "checker");
	snprintf(file, sizeof file, "%s/%s", check->tree.origin, path);
	error_at(err, file, node ? yaml_line(node) : 0, node ? yaml_column(node) : 0);
	return keep_at(check, path, err);
}

/* Points are judged nowhere but where there are scores. */
static int check_points(struct package_checked *check, const struct comparer *comparer,
			struct error *err)
{
	const struct problem *problem = &check->problem;

	if (comparer->scores != SCORES_POINTS)
		return 0;
	for (size_t i = 0; i < problem->test_count; i++) {
		const struct test_case *test = &problem->tests[i];

		if (test->is_static || check_rules_of(problem, test, 1).scored)
			continue;
		error_usage(err, "checker: %s gives points, but in %s only right or wrong counts; "
			    "%s, or take another one", comparer->name, test->name,
			    problem->type.scoring ? "write score_aggregation: sum or min into the "
			    "group's test_group.yaml" : "write type: scoring into problem.yaml");
		return keep_at_checker(check, err);
	}
	return 0;
}

static int check_checker(struct package_checked *check, struct error *err)
{
	const struct comparer *comparer = checker_find(check->problem.checker);
	size_t errors = check->faults.errors;

	if (check->problem.validator_count)
		return 0;
	if (!comparer) {
		checker_unknown(check->problem.checker, err);
		return keep_at_checker(check, err);
	}
	if (check_points(check, comparer, err) < 0)
		return -1;
	/* Arguments are mostly those of all: one such error is enough. */
	for (size_t i = 0; i < check->problem.test_count && check->faults.errors == errors; i++)
		if (check_answer(check, comparer, &check->problem.tests[i], err) < 0)
			return -1;
	return 0;
}

/* ---- Packages ----------------------------------------------------------------------------- */

static int check_package(struct package_checked *check, const char *path, struct error *err)
{
	if (tree_open(path, &check->tree, err) < 0)
		return faults_keep(&check->faults, err) ? 0 : -1;
	check->tree.faults = &check->faults;
	if (problem_load(&check->tree, &check->problem, err) < 0 ||
	    package_check(&check->tree, &check->problem, err) < 0 ||
	    check_languages(check, err) < 0)
		return -1;
	return check_checker(check, err);
}

int package_examine(const struct profile_table *table, const char *path,
		    struct package_checked *checked, struct error *err)
{
	*checked = (struct package_checked){ .table = table };
	if (check_package(checked, path, err) < 0)
		return -1;
	faults_sort(&checked->faults);
	return 0;
}

static int check_one(const struct check_options *options, const struct profile_table *table,
		     const char *path, struct error *err)
{
	autochecked struct package_checked checked = { .table = table };
	const char *name;

	if (package_examine(table, path, &checked, err) < 0)
		return -1;
	name = *checked.tree.name ? checked.tree.name : path;
	if (options->json)
		faults_json(&checked.faults, name, stdout);
	else
		faults_print(&checked.faults, name, terminal_of(stdout));
	return checked.faults.errors || (options->strict && checked.faults.warnings) ? 2 : 0;
}

static int check_all(const struct invocation *invocation, const struct check_options *options,
		     char **paths, int count, struct error *err)
{
	autoprofiles struct profile_table table = { 0 };
	int status = 0;

	if (tree_names_differ(paths, count, err) < 0 ||
	    session_profiles(invocation, &table, err) < 0)
		return -1;
	for (int i = 0; i < count; i++) {
		int result = check_one(options, &table, paths[i], err);

		if (result < 0)
			return -1;
		if (result > status)
			status = result;
	}
	return status;
}

int package_word_check(const struct invocation *invocation, int argc, char **argv)
{
	struct check_options options = { 0 };
	struct error err = { 0 };
	int first = options_parse(&usage, rows, &options, argc, argv, &err), status;

	if (first == OPTIONS_HELP)
		return 0;
	if (first >= 0 && argc == first)
		first = error_usage(&err, "package check needs a package");
	status = first < 0 ? -1 : check_all(invocation, &options, argv + first, argc - first, &err);
	if (status < 0) {
		error_print(&err);
		return error_exit_status(&err);
	}
	return status;
}
