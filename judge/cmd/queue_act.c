#include "cmd/queue.h"

#include "queue/control.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an action is given besides its name. */
struct request {
	struct queue *queue;
	bool json;
	struct queue_scope scope;
	char **words;
	int count;
};

static int read_number(const char *word, int64_t *ret_number, struct error *err)
{
	char *end;

	errno = 0;
	*ret_number = strtoll(word, &end, 10);
	if (errno || *end || end == word || *ret_number <= 0)
		return error_usage(err, "\"%s\" is not the number of a submission", word);
	return 0;
}

/* ---- What is said -------------------------------------------------------------------------- */

static const char *plural(int64_t count)
{
	return count == 1 ? "" : "s";
}

/*
 * A problem is known only by what was handed in or pushed, and may be paused before that; still,
 * whoever mistyped its name should be told. It is done by now: not to find out is no failure.
 */
static bool is_known(const struct request *r, int64_t jobs)
{
	struct error ignored;
	bool known = true;

	if (jobs == 0 && r->scope.problem)
		queue_knows_problem(r->queue, r->scope.problem, &known, &ignored);
	return known;
}

static void say_json(const struct request *r, const char *action, int64_t jobs)
{
	autojson json_t *line = json_object();

	json_put(line, "action", json_text_or_null(action));
	if (r->scope.contest)
		json_put(line, "contest", json_text_or_null(r->scope.contest));
	if (r->scope.problem) {
		json_put(line, "problem", json_text_or_null(r->scope.problem));
		json_put(line, "known", json_boolean(is_known(r, jobs)));
	}
	json_put(line, "submissions", json_integer(jobs));
	json_line(line, stdout);
}

/* The text's end. */
static void say_unknown(const struct request *r, int64_t jobs)
{
	if (!is_known(r, jobs))
		printf("; there is no submission and no package of problem %s so far",
		       r->scope.problem);
	putchar('\n');
}

/* One line of JSON about one submission or worker; value is the caller's no more. */
static void say_item(const char *action, const char *key, json_t *value, const char *result)
{
	autojson json_t *line = json_object();

	json_put(line, "action", json_text_or_null(action));
	json_put(line, key, value);
	json_put(line, "result", json_text_or_null(result));
	json_line(line, stdout);
}

/* ---- Actions ------------------------------------------------------------------------------- */

static int do_pause(const struct request *r, struct error *err)
{
	int64_t jobs;

	if (queue_pause(r->queue, &r->scope, &jobs, err) < 0)
		return -1;
	if (r->json) {
		say_json(r, "pause", jobs);
		return 0;
	}
	printf("paused; %" PRId64 " submission%s wait%s", jobs, plural(jobs), jobs == 1 ? "s" : "");
	say_unknown(r, jobs);
	return 0;
}

static int do_resume(const struct request *r, struct error *err)
{
	int64_t jobs;

	if (queue_resume(r->queue, &r->scope, &jobs, err) < 0)
		return -1;
	if (r->json) {
		say_json(r, "resume", jobs);
		return 0;
	}
	printf("resumed; %" PRId64 " submission%s can be claimed again", jobs, plural(jobs));
	say_unknown(r, jobs);
	return 0;
}

static int do_redrive(const struct request *r, struct error *err)
{
	struct queue_scope scope = r->scope;
	int64_t jobs, all = 0;

	if (r->count == 0) {
		if (queue_redrive(r->queue, &scope, &all, err) < 0)
			return -1;
	}
	for (int i = 0; i < r->count; i++) {
		if (read_number(r->words[i], &scope.submission, err) < 0 ||
		    queue_redrive(r->queue, &scope, &jobs, err) < 0)
			return -1;
		all += jobs;
	}
	if (r->json) {
		say_json(r, "redrive", all);
		return 0;
	}
	printf("%" PRId64 " submission%s judged once more", all, all == 1 ? " is" : "s are");
	say_unknown(r, all);
	return 0;
}

static void say_cancelled(int64_t number, const char *word)
{
	printf("submission %" PRId64 ": %s\n", number,
	       strcmp(word, "final") == 0 ? "too late, its judgement is final" :
	       strcmp(word, "told") == 0 ? "its worker will drop it" : word);
}

static int do_cancel(const struct request *r, struct error *err)
{
	int status = 0;

	for (int i = 0; i < r->count; i++) {
		char word[QUEUE_WORD_BYTES];
		int64_t number;

		if (read_number(r->words[i], &number, err) < 0 ||
		    queue_cancel(r->queue, number, word, err) < 0)
			return -1;
		if (r->json)
			say_item("cancel", "submission", json_integer(number), word);
		else
			say_cancelled(number, word);
		if (strcmp(word, "final") == 0)
			status = 1;
	}
	return status;
}

static int do_drain(const struct request *r, struct error *err)
{
	for (int i = 0; i < r->count; i++) {
		int64_t workers;

		if (queue_drain(r->queue, r->words[i], &workers, err) < 0)
			return -1;
		if (workers == 0)
			return error_usage(err, "no worker called %s is active; assize queue lists "
						"them", r->words[i]);
		if (r->json)
			say_item("drain", "worker", json_text_or_null(r->words[i]), "told");
		else
			printf("%s: asked to leave\n", r->words[i]);
	}
	return 0;
}

static const struct action {
	const char *name;
	int (*run)(const struct request *request, struct error *err);
	bool takes_scope;
	int words_min, words_max;
} actions[] = {
	{ "pause", do_pause, true, 0, 0 },
	{ "resume", do_resume, true, 0, 0 },
	{ "redrive", do_redrive, true, 0, 1000 },
	{ "cancel", do_cancel, false, 1, 1000 },
	{ "drain", do_drain, false, 1, 1000 },
};

static const struct action *find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(actions); i++)
		if (strcmp(actions[i].name, name) == 0)
			return &actions[i];
	return NULL;
}

int queue_check_action(const char *name, struct error *err)
{
	const char *names[ARRAY_SIZE(actions)], *near;

	for (size_t i = 0; i < ARRAY_SIZE(actions); i++)
		names[i] = actions[i].name;
	if (find(name))
		return 0;
	near = text_nearest(name, names, ARRAY_SIZE(names));
	return error_usage(err, "queue knows no action \"%s\"%s%s%s; see assize queue --help", name,
			   near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

int queue_act(struct queue *queue, const struct queue_options *options, char **words, int count,
	      struct error *err)
{
	const struct action *action = find(words[0]);
	const struct request request = {
		.queue = queue, .json = options->json, .words = words + 1, .count = count - 1,
		.scope = { .contest = options->contest, .problem = options->problem },
	};
	bool scoped = options->contest || options->problem;

	if (!action)
		return queue_check_action(words[0], err);
	if (request.count < action->words_min || request.count > action->words_max)
		return error_usage(err, "queue %s takes %s", action->name,
				   action->words_max == 0 ? "--contest or --problem, and no operands" :
				   action->run == do_drain ? "names of workers" :
							     "numbers of submissions");
	if (scoped && (!action->takes_scope || request.count > 0))
		return error_usage(err, "queue %s%s takes neither --contest nor --problem",
				   action->name, request.count ? " with numbers" : "");
	if (options->contest && options->problem && action->run != do_redrive)
		return error_usage(err, "a problem is paused in all contests: give --contest or "
					"--problem, not both");
	return action->run(&request, err);
}
