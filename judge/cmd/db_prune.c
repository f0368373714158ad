#include "cmd/db_prune.h"

#include "util/cleanup.h"
#include "util/string.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { HOUR_S = 3600, YEARS_MOST = 100 };

static const struct {
	char letter;
	int64_t seconds;
} units[] = {
	{ 'h', HOUR_S }, { 'd', 24LL * HOUR_S }, { 'w', 7 * 24LL * HOUR_S },
};

int db_prune_age(const char *text, int64_t *ret_seconds, struct error *err)
{
	char *end;
	long long number;

	errno = 0;
	number = strtoll(text, &end, 10);
	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		const int64_t most = YEARS_MOST * 365LL * 24 * HOUR_S / units[i].seconds;

		if (end == text || *end != units[i].letter || end[1] || errno)
			continue;
		if (number < 1 || number > most)
			break;
		*ret_seconds = number * units[i].seconds;
		return 0;
	}
	return error_usage(err, "--older-than \"%s\": write hours, days or weeks, at least an hour, "
			   "as 12h, 90d or 26w", text);
}

static void say(const struct queue_prune *prune, const struct queue_pruned *pruned)
{
	char bytes[TEXT_HUMAN_MAX];

	printf("%s %" PRId64 " submissions with %" PRId64 " judgements, %" PRId64
	       " contents of files (%s%s), %" PRId64 " events, %" PRId64 " workers, %" PRId64 " chunks of packages\n",
	       prune->dry_run ? "would delete" : "deleted", pruned->submissions,
	       pruned->judgements, pruned->blobs, text_bytes(pruned->blob_bytes, bytes),
	       prune->dry_run ? "; and what only those submissions use" : "", pruned->events,
	       pruned->workers, pruned->package_chunks);
}

/* Submissions before their contents, which are not used then. */
static int run(struct queue *queue, const struct queue_prune *prune, struct queue_pruned *pruned,
	       struct error *err)
{
	static int (*const steps[])(struct queue *queue, const struct queue_prune *prune,
				    char from[72], struct queue_pruned *pruned, bool *ret_more,
				    struct error *err) = {
		queue_prune_submissions, queue_prune_blobs, queue_prune_audit,
	};
	char note[128];

	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		char from[72] = "";
		bool more = true;

		while (more)
			if (steps[i](queue, prune, from, pruned, &more, err) < 0)
				return -1;
	}
	if (queue_prune_packages(queue, prune, pruned, err) < 0)
		return -1;
	snprintf(note, sizeof note, "%" PRId64 " submissions older than %" PRId64 " hours",
		 pruned->submissions, prune->older_than_s / HOUR_S);
	return queue_prune_workers(queue, prune, note, pruned, err);
}

int db_prune(struct queue *queue, const struct db_prune *options, struct error *err)
{
	struct queue_prune prune = { .keep_contests = options->keep_contests.texts,
				     .dry_run = options->dry_run };
	struct queue_pruned pruned = { 0 };
	int status;

	if (!options->older_than)
		return error_usage(err, "db prune needs --older-than, as in --older-than 90d");
	if (db_prune_age(options->older_than, &prune.older_than_s, err) < 0 ||
	    queue_prune_check(queue, &prune, err) < 0)
		return -1;
	status = run(queue, &prune, &pruned, err);
	say(&prune, &pruned);
	return status;
}
