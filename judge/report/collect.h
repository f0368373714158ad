/*
 * collect: a reporter that keeps everything, for those who can only speak when all is known.
 *
 *	collection_init(&collection, &problem);
 *	judge(..., &collection.reporter, err);
 *	collection_free(&collection);
 *
 * Never more tests or groups than the problem has: a judge that tells more is not listened to.
 */
#ifndef REPORT_COLLECT_H
#define REPORT_COLLECT_H

#include "model/reporter.h"

#include <stdbool.h>
#include <stddef.h>

struct collection {
	struct reporter reporter;	/* must stay first */
	const struct problem *problem;	/* borrowed */
	struct compile_result *compile;	/* NULL: it never came to that */
	struct test_result *tests;
	size_t test_count, test_capacity;
	struct group_result *groups;
	size_t group_count;
	struct judgement judgement;	/* zeros until it is done */
};

void collection_init(struct collection *collection, const struct problem *problem);
void collection_free(struct collection *collection);

#endif
