/*
 * driver: a worker without boxes, for tests of what SQL alone cannot show: queue/ from C.
 *
 *	driver CONNINFO COMMAND...
 *
 * Commands run in order over one queue; each prints one line.
 *	register NAME	claim N	beat	progress	finish VERDICT	fail REASON
 *	return	unregister	maintain	cut (the socket dies under us)	connect	listen	consume
 *	wait (for the end of stdin)
 * All but claim are about the last job claimed; finish may be repeated.
 */
#include "queue/queue.h"
#include "util/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { JOBS = 8, TESTS = 3 };

struct driver {
	struct queue *queue;
	struct queue_job jobs[JOBS];
	size_t count;
	struct queue_lease lease;	/* of the last job claimed */
	struct compile_result compile;
	struct test_result tests[TESTS];
	struct judgement judgement;
};

static const char *const outcomes[] = { "accepted", "duplicate", "cancelled", "refused", "dead" };
static const char *const holds[] = { "held", "lost", "cancelled" };
static const char *const faults[] = { "none", "transient", "fenced", "replaced", "request" };

static int do_register(struct driver *driver, const char *word, struct error *err)
{
	const struct queue_worker worker = { word, "here", "driver", JOBS,
					     "default\0", 30 * NS_PER_S };

	return queue_register(driver->queue, &worker, err) < 0 ? -1 : printf("registered\n");
}

static void print_job(const struct queue_job *job)
{
	printf("claimed %s %s:", job->submission.problem, job->submission.language);
	for (size_t i = 0; i < job->submission.file_count; i++) {
		const struct source_file *file = &job->submission.files[i];
		unsigned sum = 0;

		for (size_t b = 0; b < file->size; b++)
			sum = sum * 31 + (unsigned char)file->data[b];
		printf(" %s %zu %u", file->name, file->size, sum);
	}
	printf("%s\n", job->full ? " full" : "");
}

static int do_claim(struct driver *driver, const char *word, struct error *err)
{
	size_t count;

	if (queue_claim(driver->queue, (size_t)atoi(word), 0, driver->jobs, &count, err) < 0)
		return -1;
	printf("%zu claimed\n", count);
	for (size_t i = 0; i < count; i++) {
		print_job(&driver->jobs[i]);
		driver->lease = driver->jobs[i].lease;
		queue_job_free(&driver->jobs[i]);
	}
	return 0;
}

static int do_beat(struct driver *driver, const char *word, struct error *err)
{
	enum queue_hold hold;
	bool drain;

	(void)word;
	if (queue_heartbeat(driver->queue, &driver->lease, 1, &hold, &drain, err) < 0)
		return -1;
	return printf("%s\n", holds[hold]);
}

static int do_progress(struct driver *driver, const char *word, struct error *err)
{
	enum queue_hold hold;

	(void)word;
	if (queue_progress(driver->queue, &driver->lease, driver->tests, 2, &hold, err) < 0)
		return -1;
	return printf("%s\n", holds[hold]);
}

static int do_finish(struct driver *driver, const char *word, struct error *err)
{
	enum queue_outcome outcome;

	driver->judgement.verdict = verdict_find(word);
	if (queue_finish(driver->queue, &driver->lease, &driver->compile, driver->tests, TESTS,
			 &driver->judgement, "{\"core\":1}", NULL, &outcome, err) < 0)
		return -1;
	return printf("%s\n", outcomes[outcome]);
}

static int do_fail(struct driver *driver, const char *word, struct error *err)
{
	enum queue_outcome outcome;

	if (queue_fail(driver->queue, &driver->lease, word, &outcome, err) < 0)
		return -1;
	return printf("%s\n", outcomes[outcome]);
}

static int do_return(struct driver *driver, const char *word, struct error *err)
{
	enum queue_outcome outcome;

	(void)word;
	if (queue_return(driver->queue, &driver->lease, &outcome, err) < 0)
		return -1;
	return printf("%s\n", outcomes[outcome]);
}

static int do_unregister(struct driver *driver, const char *word, struct error *err)
{
	(void)word;
	return queue_unregister(driver->queue, err) < 0 ? -1 : printf("unregistered\n");
}

static int do_maintain(struct driver *driver, const char *word, struct error *err)
{
	(void)word;
	return queue_maintain(driver->queue, NULL, err) < 0 ? -1 : printf("maintained\n");
}

static int do_cut(struct driver *driver, const char *word, struct error *err)
{
	(void)word;
	(void)err;
	shutdown(queue_socket(driver->queue), SHUT_RDWR);
	return printf("cut\n");
}

static int do_connect(struct driver *driver, const char *word, struct error *err)
{
	(void)word;
	return queue_connect(driver->queue, err) < 0 ? -1 : printf("connected\n");
}

static int do_listen(struct driver *driver, const char *word, struct error *err)
{
	(void)word;
	return queue_listen(driver->queue, QUEUE_READY, err) < 0 ? -1 : printf("listening\n");
}

static int do_consume(struct driver *driver, const char *word, struct error *err)
{
	unsigned channels;

	(void)word;
	if (queue_consume(driver->queue, &channels, err) < 0)
		return -1;
	return printf("%s\n", channels & QUEUE_READY ? "ready" : "nothing");
}

static int do_wait(struct driver *driver, const char *word, struct error *err)
{
	(void)driver;
	(void)word;
	(void)err;
	while (getchar() != EOF)
		;
	return 0;
}

static const struct {
	const char *name;
	bool has_word;
	int (*run)(struct driver *driver, const char *word, struct error *err);
} commands[] = {
	{ "register", true, do_register }, { "claim", true, do_claim },
	{ "beat", false, do_beat }, { "progress", false, do_progress },
	{ "finish", true, do_finish }, { "fail", true, do_fail },
	{ "return", false, do_return }, { "unregister", false, do_unregister },
	{ "maintain", false, do_maintain }, { "cut", false, do_cut },
	{ "connect", false, do_connect }, { "listen", false, do_listen },
	{ "consume", false, do_consume },
	{ "wait", false, do_wait },
};

/* Results with everything that could break a statement or an encoding in them. */
static void make_results(struct driver *driver)
{
	static const char nasty[] = "it's \"{a,b}\" \\N $1 \xff\xc3\x28 \x1b[31m \xe2\x82\xac NULL";

	driver->compile.verdict = VERDICT_AC;
	driver->compile.output_bytes =
		(uint32_t)snprintf(driver->compile.output, COMPILE_OUTPUT_BYTES, "%s", nasty);
	for (unsigned i = 0; i < TESTS; i++) {
		struct test_result *test = &driver->tests[i];

		test->index = i;
		test->verdict = i == TESTS - 1 ? VERDICT_WA : VERDICT_AC;
		test->cpu_ns = 1234567 * (i + 1);
		test->memory_bytes = 5000 * 1024;
		test->exit_code = -1;
		test->score = i == TESTS - 1 ? 0 : 1;
		test->memory_estimated = i == 1;
		snprintf(test->reason, sizeof test->reason, "%s", nasty);
	}
	driver->judgement.score = 0.1;
	driver->judgement.cpu_ns = 5000000000;
	driver->judgement.test_count = TESTS;
	driver->judgement.first_failed = TESTS - 1;
	memcpy(driver->judgement.kept_output, "\0\xff\x01", 3);
	driver->judgement.kept_output_bytes = 3;
	snprintf(driver->judgement.reason, sizeof driver->judgement.reason, "%s", nasty);
}

/* Returns how many words were used. */
static int run(struct driver *driver, char **words, int count)
{
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		struct error err = { 0 };
		const char *word = count > 1 ? words[1] : "";

		if (strcmp(commands[i].name, words[0]) != 0)
			continue;
		if (commands[i].run(driver, word, &err) < 0)
			printf("fault %s: %s\n", faults[queue_fault(driver->queue)], err.message);
		fflush(stdout);
		return commands[i].has_word ? 2 : 1;
	}
	fprintf(stderr, "driver: unknown command %s\n", words[0]);
	exit(2);
}

int main(int argc, char **argv)
{
	static struct driver driver;
	struct error err = { 0 };

	if (argc < 2)
		return 2;
	driver.queue = queue_open(argv[1]);
	make_results(&driver);
	if (queue_connect(driver.queue, &err) < 0) {
		printf("fault %s: %s\n", faults[queue_fault(driver.queue)], err.message);
		queue_close(driver.queue);
		return 1;
	}
	for (int i = 2; i < argc;)
		i += run(&driver, argv + i, argc - i);
	queue_close(driver.queue);
	return 0;
}
