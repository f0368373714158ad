#include "cmd/rejudge.h"
#include "util/cleanup.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int read_priority(const char *text, int *ret_priority, struct error *err)
{
	char *end;
	long priority;

	errno = 0;
	priority = strtol(text, &end, 10);
	if (errno || end == text || *end || priority < -10000 || priority > 10000)
		return error_usage(err, "--priority: \"%s\" is no number from -10000 to 10000", text);
	*ret_priority = (int)priority;
	return 0;
}

int rejudge_new(const struct invocation *invocation, const struct rejudge_options *options,
		const char *operand, struct error *err)
{
	struct rejudge_request request = { .filter = options->filter, .repeat = options->repeat,
					   .reason = options->reason, .key = options->key };
	autoqueue struct queue *queue = NULL;
	struct rejudge_set set;

	(void)operand;
	if (options->priority && read_priority(options->priority, &request.priority, err) < 0)
		return -1;
	if (database_connect(invocation, options->database, &queue, err) < 0 ||
	    queue_rejudge_new(queue, &request, &set, err) < 0)
		return -1;
	if (options->json)
		printf("{\"rejudging\":%" PRId64 ",\"submissions\":%" PRId64 ",\"repeat\":%u,"
		       "\"new\":%s}\n", set.id, set.submissions, options->repeat,
		       set.is_new ? "true" : "false");
	else
		printf("rejudging %" PRId64 ": %" PRId64 " submissions%s\n", set.id, set.submissions,
		       set.is_new ? "" : ", made before under this key");
	return 0;
}

static int print_line(void *context, const char *json, struct error *err)
{
	(void)context;
	if (puts(json) == EOF)
		return error_system(err, "cannot write");
	return 0;
}

static bool has_filter(const struct rejudge_filter *filter)
{
	return filter->contest || filter->problem || filter->language || filter->user ||
	       filter->verdicts || filter->since || filter->until || filter->worker ||
	       filter->toolchain || filter->package || filter->submissions;
}

int rejudge_export(const struct invocation *invocation, const struct rejudge_options *options,
		   const char *operand, struct error *err)
{
	autoqueue struct queue *queue = NULL;
	int64_t set = 0;

	if (operand && has_filter(&options->filter))
		return error_usage(err, "rejudge export takes a set or filters, not both");
	if (operand && rejudge_number(operand, &set, err) < 0)
		return -1;
	if (database_connect(invocation, options->database, &queue, err) < 0 ||
	    queue_rejudge_export(queue, set, &options->filter, print_line, NULL, err) < 0)
		return -1;
	return 0;
}
