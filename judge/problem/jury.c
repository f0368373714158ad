#include "problem/jury.h"

#include "problem/array.h"
#include "problem/expectation.h"
#include "problem/files.h"
#include "problem/jury_rules.h"
#include "problem/submissions_yaml.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <string.h>

enum { TAG_BYTES = 65536 };	/* how far into a source a tag is looked for */

static const char root[] = "submissions/";

static int read_tags(const struct tree *tree, const struct jury_submission *submission,
		     struct expectation *ret, struct error *err)
{
	struct expectation all = { 0 };

	for (size_t i = 0; i < submission->file_count; i++) {
		autofree char *text = NULL;
		struct expectation one;
		size_t size = 0;

		/* NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): it loses arrays that were grown */
		if (tree_read_start(tree, submission->files[i], TAG_BYTES, &text, &size, err) < 0)
			return -1;
		one = expectation_of_source(text, size);
		expectation_merge(&all, &one);
	}
	*ret = all;
	return 0;
}

static void set_expectation(const char *folder, size_t length, bool legacy,
			    const struct expectation *tag, struct jury_submission *submission)
{
	struct expectation chosen = expectation_choose(folder, length, legacy, tag);
	struct strbuf error = { 0 };

	if (!*chosen.error) {
		submission->expected = chosen.expected;
		return;
	}
	strbuf_printf(&error, "%s", chosen.error);
	submission->expected_error = strbuf_take(&error);
}

/* folder_length is that of "submissions/accepted/". */
static int add(const struct tree *tree, size_t folder_length, const struct tree_entry *entry,
	       struct problem *problem, struct error *err)
{
	const char *path = tree->files[entry->first].path;
	struct strbuf name = { 0 }, base = { 0 };
	struct expectation tag = { 0 };
	struct jury_submission *submission;

	problem->jury = array_room(problem->jury, problem->jury_count, sizeof *submission);
	submission = &problem->jury[problem->jury_count++];
	strbuf_append(&name, path + strlen(root), entry->length - strlen(root));
	strbuf_append(&base, path, entry->is_directory ? entry->length + 1 : folder_length);
	*submission = (struct jury_submission){ .name = strbuf_take(&name),
						.base = strbuf_take(&base) };
	for (size_t i = 0; i < entry->count; i++) {
		submission->files = array_room(submission->files, i, sizeof *submission->files);
		submission->files[submission->file_count++] = entry->first + i;
	}
	if (read_tags(tree, submission, &tag, err) < 0)
		return -1;
	set_expectation(path + strlen(root), folder_length - strlen(root) - 1,
			problem->format != FORMAT_2025_09, &tag, submission);
	return 0;
}

static int read_folder(const struct tree *tree, const struct tree_entry *folder,
		       struct problem *problem, struct error *err)
{
	autostrbuf struct strbuf path = { 0 };
	struct tree_entry entry = { 0 };

	strbuf_append(&path, tree->files[folder->first].path, folder->length + 1);
	while (tree_next(tree, path.text, &entry))
		if (add(tree, path.length, &entry, problem, err) < 0)
			return -1;
	return 0;
}

static int read_rules(const struct tree *tree, struct problem *problem, struct error *err)
{
	struct submissions_yaml yaml;
	int result;

	if (submissions_yaml_read(tree, problem, &yaml, err) < 0)
		return -1;
	result = jury_rules_apply(&yaml, problem, err);
	submissions_yaml_free(&yaml);
	return result;
}

/* Files directly in submissions/ are no submissions: submissions.yaml, a README. */
int jury_read(const struct tree *tree, struct problem *problem, struct error *err)
{
	struct tree_entry folder = { 0 };

	while (tree_next(tree, root, &folder))
		if (folder.is_directory && read_folder(tree, &folder, problem, err) < 0)
			return -1;
	return read_rules(tree, problem, err);
}
