#include "report/json.h"

#include "util/cleanup.h"
#include "util/json.h"

#include <string.h>

static json_t *verdict_value(enum verdict verdict)
{
	return json_text_or_null(verdict_code(verdict));
}

static json_t *kib(uint64_t bytes)
{
	return json_integer((json_int_t)(bytes / 1024));
}

json_t *compile_object(const struct compile_result *compile)
{
	json_t *object = json_object();
	size_t size = compile->output_bytes;

	json_put(object, "verdict", verdict_value(compile->verdict));
	json_put(object, "cpu_ms", json_ms(compile->cpu_ns));
	json_put(object, "output",
		 json_text(compile->output,
			   size < COMPILE_OUTPUT_BYTES ? size : COMPILE_OUTPUT_BYTES));
	json_put(object, "cached", json_boolean(compile->cached));
	return object;
}

/* What there is to say before, or without, a compilation. */
static json_t *no_compile_object(void)
{
	json_t *object = json_object();

	json_put(object, "verdict", json_null());
	json_put(object, "cpu_ms", json_ms(0));
	json_put(object, "output", json_string(""));
	json_put(object, "cached", json_false());
	return object;
}

json_t *test_object(const struct problem *problem, const struct test_result *test)
{
	const char *name = NULL, *group = NULL;
	json_t *object = json_object();

	if (test->index < problem->test_count) {
		name = problem->tests[test->index].name;
		group = problem_group_name(problem, &problem->tests[test->index]);
	}
	json_put(object, "name", name ? json_text(name, strlen(name)) : json_null());
	json_put(object, "group", group ? json_text(group, strlen(group)) : json_null());
	json_put(object, "verdict", verdict_value(test->verdict));
	json_put(object, "reason", json_chars(test->reason));
	json_put(object, "cpu_ms", json_ms(test->cpu_ns));
	json_put(object, "wall_ms", json_ms(test->wall_ns));
	json_put(object, "memory_kib", kib(test->memory_bytes));
	json_put(object, "exit_code", test->signal ? json_null() : json_integer(test->exit_code));
	json_put(object, "signal", test->signal ? json_integer(test->signal) : json_null());
	json_put(object, "score", json_number(test->score));
	json_put(object, "message", json_chars(test->message));
	return object;
}

json_t *group_object(const struct problem *problem, const struct group_result *group)
{
	bool known = group->index < problem->group_count;
	const char *name = known ? problem->groups[group->index].name : NULL;
	json_t *object = json_object();

	json_put(object, "name", name ? json_text(name, strlen(name)) : json_null());
	json_put(object, "verdict", verdict_value(group->verdict));
	json_put(object, "score", json_number(group->score));
	json_put(object, "reason", json_chars(group->reason));
	return object;
}

/* "userns pidns ..." as an array. */
static json_t *layers_array(const struct receipt *receipt)
{
	json_t *array = json_array();
	char layers[sizeof receipt->layers + 1], *rest;

	memcpy(layers, receipt->layers, sizeof receipt->layers);
	layers[sizeof receipt->layers] = '\0';
	for (char *layer = strtok_r(layers, " ", &rest); layer; layer = strtok_r(NULL, " ", &rest))
		json_add(array, json_text(layer, strlen(layer)));
	return array;
}

json_t *receipt_object(const struct receipt *receipt)
{
	json_t *object = json_object();

	json_put(object, "package_hash", json_chars(receipt->package_hash));
	json_put(object, "profile_hash", json_chars(receipt->profile_hash));
	json_put(object, "language", json_chars(receipt->language));
	json_put(object, "toolchain", json_chars(receipt->toolchain));
	json_put(object, "validators", json_chars(receipt->validators));
	json_put(object, "class", json_chars(receipt->class));
	json_put(object, "layers", layers_array(receipt));
	json_put(object, "cgroup_layout", json_chars(receipt->cgroup_layout));
	json_put(object, "host", json_chars(receipt->host));
	json_put(object, "core", json_integer(receipt->core));
	json_put(object, "slot", json_integer(receipt->slot));
	json_put(object, "time_limit_ms", json_ms(receipt->time_limit_ns));
	json_put(object, "wall_limit_ms", json_ms(receipt->wall_limit_ns));
	json_put(object, "memory_limit_bytes",
		 json_integer((json_int_t)receipt->memory_limit_bytes));
	json_put(object, "output_limit_bytes",
		 json_integer((json_int_t)receipt->output_limit_bytes));
	json_put(object, "process_limit", json_integer(receipt->process_limit));
	return object;
}

json_t *judgement_object(const struct problem *problem, const struct submission *submission,
			 json_t *compile, json_t *tests, const struct judgement *judgement)
{
	json_t *object = json_object();

	json_put(object, "problem", json_chars(problem->name));
	json_put(object, "language", json_chars(submission->language));
	json_put(object, "verdict", verdict_value(judgement->verdict));
	json_put(object, "reason", json_chars(judgement->reason));
	json_put(object, "score", json_number(judgement->score));
	json_put(object, "cpu_ms", json_ms(judgement->cpu_ns));
	json_put(object, "wall_ms", json_ms(judgement->wall_ns));
	json_put(object, "memory_kib", kib(judgement->memory_bytes));
	json_put(object, "compile", json_incref(compile));
	json_put(object, "tests", json_incref(tests));
	json_put(object, "receipt", receipt_object(&judgement->receipt));
	return object;
}

int receipt_json(const struct receipt *receipt, char *text, size_t size, struct error *err)
{
	autojson json_t *object = receipt_object(receipt);
	autofree char *compact = json_compact(object);
	size_t length = strlen(compact);

	if (length >= size)
		return error_set(err, ERROR_SYSTEM, 0, "receipt of %zu bytes, room for %zu",
				 length, size);
	memcpy(text, compact, length + 1);
	return 0;
}

static void on_compile(struct reporter *reporter, const struct compile_result *compile)
{
	struct json_reporter *json = (struct json_reporter *)reporter;

	json_decref(json->compile);
	json->compile = compile_object(compile);
}

static void on_test(struct reporter *reporter, const struct test_result *test)
{
	struct json_reporter *json = (struct json_reporter *)reporter;

	json_add(json->tests, test_object(json->problem, test));
}

static void on_transcript(struct reporter *reporter, const struct transcript *transcript)
{
	struct json_reporter *json = (struct json_reporter *)reporter;
	size_t count = json_array_size(json->tests);

	if (count)
		json_put(json_array_get(json->tests, count - 1), "transcript",
			 json_text(transcript->text, transcript->bytes));
}

static void on_group(struct reporter *reporter, const struct group_result *group)
{
	struct json_reporter *json = (struct json_reporter *)reporter;

	if (!json->groups)
		json->groups = json_array();
	json_add(json->groups, group_object(json->problem, group));
}

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	struct json_reporter *json = (struct json_reporter *)reporter;
	autojson json_t *object = judgement_object(json->problem, json->submission, json->compile,
						   json->tests, judgement);

	if (json->groups)
		json_put(object, "groups", json_incref(json->groups));
	json_line(object, json->out);
}

void json_reporter_init(struct json_reporter *json, FILE *out, const struct problem *problem,
			const struct submission *submission)
{
	*json = (struct json_reporter){
		.reporter = { .on_compile = on_compile, .on_test = on_test,
			      .on_transcript = on_transcript, .on_group = on_group,
			      .on_done = on_done },
		.out = out,
		.problem = problem,
		.submission = submission,
		.compile = no_compile_object(),
		.tests = json_array(),
	};
}

void json_reporter_free(struct json_reporter *json)
{
	json_decref(json->compile);
	json_decref(json->tests);
	json_decref(json->groups);
	json->compile = json->tests = json->groups = NULL;
}
