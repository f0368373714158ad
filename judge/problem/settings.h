/*
 * settings: what the files beside test cases say of groups and cases: testdata.yaml of the legacy
 * format, test_group.yaml of 2025-09, and NAME.yaml of the test case NAME.
 *
 *	struct settings settings = settings_default(&context);		of data/ itself
 *	settings_load(&context, index, SETTINGS_LEGACY, &settings, err)	over the defaults
 *
 *	struct settings inner = settings_inherit(&context, &settings);	of a directory in it
 *	...
 *	settings_free(&inner);
 *
 * What is stated in a file holds; what is not is inherited. In 2025-09, that is so for arguments
 * and feedback; rules of scores are each group's own. Keys for scores in a problem without are
 * errors where the format forbids them (2025-09), else passed over: no verdict depends on them.
 */
#ifndef PROBLEM_SETTINGS_H
#define PROBLEM_SETTINGS_H

#include "model/problem.h"
#include "model/tree.h"
#include "util/error.h"
#include "util/yaml.h"

struct settings_context {
	const struct tree *tree;
	const struct problem *problem;	/* type, validators, graders, constants are read */
	bool strict;			/* as in struct problem_yaml */
	bool by_share;			/* the rules of test_group.yaml, not of testdata.yaml */
	const char *group;		/* its name: "", "sample", "secret/1" */
};

/* Where something is stated; line 0: nowhere. */
struct place {
	const char *path;
	unsigned line, column;
};

struct settings {
	struct test_group rules;	/* its strings are the settings'; name and parent are not set */
	char *program_args, *validator_args;	/* packed */
	char *static_args;	/* packed; of the group's static validation */
	bool static_is_number;	/* static_validation_score is one, not pass-fail */
	bool full_feedback;
	struct place grader_flags_at, max_score_at, aggregation_at, require_pass_at;
	struct place static_score_at, static_args_at;
	struct place accept_score_at, reject_score_at, range_at;	/* inherited, as these are */
};

enum settings_kind { SETTINGS_LEGACY, SETTINGS_GROUP, SETTINGS_CASE };

/* context->group says which group it is for. The caller frees what both return. */
struct settings settings_default(const struct settings_context *context);
struct settings settings_inherit(const struct settings_context *context,
				 const struct settings *outer);

/*
 * The file's document, with constants replaced where the format has them so. The caller closes it.
 */
int settings_parse(const struct settings_context *context, size_t index, enum settings_kind kind,
		   struct yaml **ret, struct error *err);

/* Loads the file of that index over *settings. After a failure they must still be freed. */
int settings_load(const struct settings_context *context, size_t index, enum settings_kind kind,
		  struct settings *settings, struct error *err);

/* After the last file of a legacy group: the default grader's flags become rules. */
int settings_apply_flags(const struct settings_context *context, struct settings *settings,
			 struct error *err);

void settings_free(struct settings *settings);

#endif
