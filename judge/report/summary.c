#include "report/summary.h"

#include "report/contestant.h"
#include "report/json.h"
#include "util/json.h"

#include <string.h>

static json_t *names(const struct collection *c)
{
	json_t *array = json_array();

	for (size_t i = 0; i < c->test_count; i++) {
		const char *name = c->problem->tests[c->tests[i].index].name;

		json_add(array, json_text(name, strlen(name)));
	}
	return array;
}

static json_t *groups(const struct collection *c)
{
	json_t *array = json_array();

	for (size_t i = 0; i < c->group_count; i++)
		json_add(array, group_object(c->problem, &c->groups[i]));
	return array;
}

static json_t *contestant(const struct collection *c)
{
	const struct feedback_facts facts = {
		.problem = c->problem, .compile = c->compile, .tests = c->tests,
		.test_count = c->test_count, .groups = c->groups, .group_count = c->group_count,
		.judgement = &c->judgement,
	};
	struct feedback_view view;
	json_t *object;

	feedback_make(&facts, &view);
	object = feedback_object(c->problem, &view);
	feedback_free(&view);
	return object;
}

char *summary_json(const struct collection *collected)
{
	autojson json_t *object = json_object();

	json_put(object, "tests", names(collected));
	json_put(object, "groups", groups(collected));
	json_put(object, "contestant", contestant(collected));
	return json_compact(object);
}
