#include "report/collect.h"

#include <stdlib.h>
#include <string.h>

static void on_compile(struct reporter *reporter, const struct compile_result *compile)
{
	struct collection *collection = (struct collection *)reporter;

	if (!collection->compile)
		collection->compile = malloc(sizeof *compile);
	if (!collection->compile)
		abort();	/* see util/string.h */
	memcpy(collection->compile, compile, sizeof *compile);
}

static void on_test(struct reporter *reporter, const struct test_result *test)
{
	struct collection *collection = (struct collection *)reporter;

	if (collection->test_count == collection->problem->test_count)
		return;
	if (collection->test_count == collection->test_capacity) {
		size_t capacity = collection->test_capacity ? 2 * collection->test_capacity : 16;

		collection->tests = realloc(collection->tests,
					    capacity * sizeof *collection->tests);
		if (!collection->tests)
			abort();
		collection->test_capacity = capacity;
	}
	collection->tests[collection->test_count++] = *test;
}

static void on_group(struct reporter *reporter, const struct group_result *group)
{
	struct collection *collection = (struct collection *)reporter;
	size_t most = collection->problem->group_count;

	if (!collection->groups)
		collection->groups = calloc(most + 1, sizeof *collection->groups);
	if (!collection->groups)
		abort();
	if (collection->group_count < most)
		collection->groups[collection->group_count++] = *group;
}

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	((struct collection *)reporter)->judgement = *judgement;
}

void collection_init(struct collection *collection, const struct problem *problem)
{
	*collection = (struct collection){
		.reporter = { .on_compile = on_compile, .on_test = on_test,
			      .on_group = on_group, .on_done = on_done },
		.problem = problem,
	};
}

void collection_free(struct collection *collection)
{
	free(collection->compile);
	free(collection->tests);
	free(collection->groups);
	collection->compile = NULL;
	collection->tests = NULL;
	collection->groups = NULL;
	collection->test_count = collection->test_capacity = collection->group_count = 0;
}
