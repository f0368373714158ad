/*
 * bench_queue: what the queue does in a second, and how long one call takes. Slots are simulated:
 * workers that claim, "judge" in no time and write results of 100 tests.
 *
 *	bench_queue WORKER-CONNINFO APP-CONNINFO OWNER-CONNINFO JOBS DEEP FINISHED MS
 *
 * JOBS are queued before each measurement of a rate; DEEP in the queue that is compared with one of
 * 10,000; FINISHED judgements lie in the tables meanwhile. A measurement takes MS, and rates are
 * taken ROUNDS times. Each worker is a process with a connection of its own, by judge/queue.
 */
#include "common/series.h"
#include "queue/query.h"
#include "util/clock.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/param.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TESTS = 100, WORKERS_MAX = 8, SAMPLES = 65536, BATCH_MAX = 32, SHALLOW = 10000, ROUNDS = 3 };

/* What a worker process measured, in memory shared with the parent. */
struct record {
	uint64_t jobs;
	int64_t ns;
	int64_t cpu_ns;		/* of the worker and of the server's process for it */
	size_t count;
	float us[SAMPLES];	/* of each claim */
};

struct plan {
	unsigned workers;
	size_t batch;
	bool finishes;		/* and writes results */
};

struct bench {
	const char *worker_conninfo, *app_conninfo;
	struct queue *owner;
	uint64_t jobs, deep;
	int64_t ns;
	struct record *records;
	struct compile_result compile;
	struct test_result tests[TESTS];
	struct judgement judgement;
};

static void die(const struct error *err)
{
	char text[1024];

	fprintf(stderr, "bench_queue: %s\n", error_text(err, text, sizeof text));
	exit(3);
}

static void must(int status, const struct error *err)
{
	if (status < 0)
		die(err);
}

static struct queue *connect_to(const char *conninfo)
{
	struct queue *queue = queue_open(conninfo);
	struct error err;

	must(queue_connect(queue, &err), &err);
	return queue;
}

/* A statement of the owner's, which may take long; numbers only. */
static void run_sql(struct bench *b, const char *sql)
{
	struct error err;

	must(query_script(b->owner, sql, 3600, &err), &err);
}

static void make_results(struct bench *b)
{
	b->compile = (struct compile_result){ .verdict = VERDICT_AC, .cpu_ns = 200 * NS_PER_MS,
					      .wall_ns = 220 * NS_PER_MS,
					      .memory_bytes = 50 << 20 };
	for (unsigned i = 0; i < TESTS; i++) {
		b->tests[i] = (struct test_result){ .index = i, .verdict = VERDICT_AC, .score = 1,
						    .cpu_ns = (10 + (int64_t)i) * NS_PER_MS,
						    .wall_ns = (11 + (int64_t)i) * NS_PER_MS,
						    .memory_bytes = (uint64_t)(2000 + i) << 10,
						    .output_bytes = (uint64_t)(10 * i) };
	}
	b->judgement = (struct judgement){ .verdict = VERDICT_AC, .score = 1, .test_count = TESTS,
					   .first_failed = -1, .cpu_ns = 110 * NS_PER_MS,
					   .memory_bytes = 2 << 20 };
}

/* ---- Workers ------------------------------------------------------------------------------ */

static void finish(const struct bench *b, struct queue *queue, const struct queue_job *jobs,
		   size_t count)
{
	struct queue_result results[BATCH_MAX];
	struct error err;

	for (size_t i = 0; i < count; i++)
		results[i] = (struct queue_result){ &jobs[i].lease, &b->compile, b->tests, TESTS,
						    &b->judgement, "{\"assize\": \"bench\"}", NULL,
						    QUEUE_REFUSED };
	must(queue_finish_many(queue, results, count, &err), &err);
	for (size_t i = 0; i < count; i++)
		if (results[i].outcome != QUEUE_ACCEPTED) {
			fprintf(stderr, "bench_queue: a result was refused\n");
			exit(3);
		}
}

/* Of the server's process, which runs here. */
static int64_t server_cpu_ns(const struct queue *queue)
{
	char path[64], text[64] = "";
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/schedstat", PQbackendPID(queue->connection));
	file = fopen(path, "r");
	if (file && !fgets(text, sizeof text, file))
		text[0] = '\0';
	if (file)
		fclose(file);
	return strtoll(text, NULL, 10);
}

static int64_t cpu_ns(const struct queue *queue)
{
	return clock_of(CLOCK_PROCESS_CPUTIME_ID) + server_cpu_ns(queue);
}

static void work(const struct bench *b, const struct plan *plan, struct queue *queue,
		 struct record *record)
{
	int64_t start = clock_ns(), cpu_start = cpu_ns(queue);

	while (clock_ns() - start < b->ns) {
		struct queue_job jobs[BATCH_MAX];
		int64_t before = clock_ns();
		struct error err;
		size_t count;

		must(queue_claim(queue, plan->batch, 0, jobs, &count, &err), &err);
		if (record->count < SAMPLES)
			record->us[record->count++] = (float)(clock_ns() - before) / 1e3f;
		if (count == 0)
			break;
		if (plan->finishes)
			finish(b, queue, jobs, count);
		for (size_t i = 0; i < count; i++)
			queue_job_free(&jobs[i]);
		record->jobs += count;
	}
	record->ns = clock_ns() - start;
	record->cpu_ns = cpu_ns(queue) - cpu_start;
}

/* Connects, says so, and begins when told: the parent closes its end. */
static void worker_main(const struct bench *b, const struct plan *plan, unsigned number, int ready,
			int go)
{
	struct queue *queue = connect_to(b->worker_conninfo);
	struct queue_worker identity = { .host = "bench", .program = "bench", .slots = BATCH_MAX,
					 .pools = "default\0", .lease_ns = 30 * NS_PER_S };
	char name[24], byte = 0;
	struct error err;

	snprintf(name, sizeof name, "bench-%u", number);
	identity.name = name;
	must(queue_register(queue, &identity, &err), &err);
	if (write(ready, &byte, 1) != 1 || read(go, &byte, 1) < 0)
		exit(3);
	work(b, plan, queue, &b->records[number]);
	queue_close(queue);
	exit(0);
}

static void open_pipe(int ends[2])
{
	if (pipe(ends) < 0) {
		perror("bench_queue: pipe");
		exit(3);
	}
}

struct outcome {
	double rate;		/* jobs a second of all workers together */
	double cpu_us;		/* for each job: what the rate would come to on idle cores */
};

/* The times of all claims go to series, which may be NULL. */
static struct outcome measure(struct bench *b, const struct plan *plan, struct series *series)
{
	pid_t children[WORKERS_MAX];
	struct outcome outcome = { 0, 0 };
	uint64_t jobs = 0;
	int ready[2], go[2];

	memset(b->records, 0, WORKERS_MAX * sizeof *b->records);
	open_pipe(ready);
	open_pipe(go);
	fflush(stdout);
	for (unsigned i = 0; i < plan->workers; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			close(go[1]);
			worker_main(b, plan, i, ready[1], go[0]);
		}
	}
	for (unsigned i = 0; i < plan->workers; i++) {
		char byte;

		if (read(ready[0], &byte, 1) != 1)
			exit(3);
	}
	close(go[1]);
	for (unsigned i = 0; i < plan->workers; i++) {
		const struct record *record = &b->records[i];
		int status;

		if (waitpid(children[i], &status, 0) < 0 || status != 0)
			exit(3);
		outcome.rate += (double)record->jobs * 1e9 / (double)record->ns;
		outcome.cpu_us += (double)record->cpu_ns / 1e3;
		jobs += record->jobs;
		for (size_t k = 0; series && k < record->count; k++)
			series_add(series, record->us[k]);
	}
	close(ready[0]);
	close(ready[1]);
	close(go[0]);
	outcome.cpu_us /= (double)(jobs ? jobs : 1);
	return outcome;
}

/* ---- The queue's content ------------------------------------------------------------------ */

/* The first count submissions are queued, all others are final, as after months of contests. */
static void fill(struct bench *b, uint64_t count)
{
	char sql[1024];

	snprintf(sql, sizeof sql,
		 "truncate assize.job; update assize.judgement set state = 'open', verdict = null,"
		 " finished_at = null, test_verdict = null where id <= %llu and state <> 'open';"
		 "insert into assize.job (judgement_id, virtual_time, submission_id, contest_id, problem,"
		 " language, entry_point, full_run, created_at) select g.id, g.id / 50, s.id, contest_id,"
		 " problem, language, entry_point, full_run, created_at from assize.judgement g"
		 " join assize.submission s on s.id = submission_id where g.id <= %llu order by g.id;",
		 (unsigned long long)count, (unsigned long long)count);
	run_sql(b, sql);
	run_sql(b, "vacuum analyze assize.job");
	run_sql(b, "checkpoint");
}

static void make_submissions(struct bench *b, uint64_t queued, uint64_t finished)
{
	const unsigned long long some = queued, all = queued + finished;
	char sql[2048];

	run_sql(b, "insert into assize.blob (hash, size, content) select sha256(convert_to(n::text,"
		   " 'UTF8')), 1000, convert_to(rpad(n::text, 1000, '.'), 'UTF8')"
		   " from generate_series(0, 999) n");
	snprintf(sql, sizeof sql,
		 "insert into assize.submission (contest_id, user_name, problem, language, key,"
		 " fingerprint, judgement_id) select (select id from assize.contest), 'u' || n %% 50,"
		 " 'hello', 'c', n, sha256(''), n from generate_series(1, %llu) n;"
		 "insert into assize.submission_file select n, 1, 'a.c',"
		 " sha256(convert_to((n %% 1000)::text, 'UTF8')) from generate_series(1, %llu) n;"
		 "insert into assize.judgement (submission_id, state, verdict, finished_at)"
		 " select n, case when n <= %llu then 'open' else 'done' end::assize.judgement_state,"
		 " case when n > %llu then 'AC' end::assize.verdict,"
		 " case when n > %llu then now() end from generate_series(1, %llu) n;",
		 all, all, some, some, some, all);
	run_sql(b, sql);
	run_sql(b, "vacuum analyze");
}

/* ---- Measurements ------------------------------------------------------------------------- */

struct rates {
	double one, batch32, both8;	/* the best: what else the machine does only takes away */
};

static struct rates measure_rates(struct bench *b)
{
	static const struct { size_t batch; bool finishes; } columns[] = {
		{ 1, false }, { 8, false }, { 32, false }, { 1, true }, { 8, true },
	};
	struct rates best = { 0, 0, 0 };

	printf("%-12s %16s %16s %16s %16s %16s\n", "jobs/s (CPU)", "claim 1", "claim 8",
	       "claim 32", "and finish 1", "and finish 8");
	for (unsigned line = 0; line < 4 * ROUNDS; line++) {
		unsigned workers = 1 << line % 4;
		double rate[5];

		printf("%u workers   ", workers);
		for (size_t i = 0; i < 5; i++) {
			struct plan plan = { workers, columns[i].batch, columns[i].finishes };
			struct outcome outcome;

			fill(b, b->jobs);
			outcome = measure(b, &plan, NULL);
			rate[i] = outcome.rate;
			printf(" %7.0f (%4.0f us)", outcome.rate, outcome.cpu_us);
			fflush(stdout);
		}
		printf("\n");
		best.one = MAX(best.one, rate[0]);
		best.batch32 = MAX(best.batch32, rate[2]);
		best.both8 = MAX(best.both8, rate[4]);
	}
	printf("\n");
	return best;
}

static double claim_p50(struct bench *b, uint64_t queued)
{
	struct plan plan = { 1, 1, false };
	struct series series = { 0 };
	double p50;

	fill(b, queued);
	measure(b, &plan, &series);
	p50 = series_quantile(&series, 0.5);
	printf("claim of one, %8ju queued: p50 %4.0f us, p99 %4.0f us\n", (uintmax_t)queued, p50,
	       series_quantile(&series, 0.99));
	series_free(&series);
	return p50;
}

static double enqueue_once(struct queue *app, bool wakes)
{
	static char name[] = "a.c", source[] = "int main(void)\n{\n\treturn 0;\n}\n";
	struct source_file file = { .name = name, .data = source, .size = sizeof source };
	struct submission submission = { .problem = "hello", .language = "c", .files = &file,
					 .file_count = 1 };
	struct queue_entry entry = { .submission = &submission, .user = "bench" };
	int64_t before = clock_ns(), number;
	struct error err;

	if (wakes) {
		must(queue_enqueue(app, &entry, &number, &err), &err);
	} else {
		autoquery struct query query = QUERY_STATEMENT(
			"select assize.enqueue('hello', 'c', array['a.c'], array[$1::bytea],"
			" user_name => 'bench')");
		autoresult PGresult *result = NULL;

		query_bytes(&query, NULL, source, sizeof source);
		must(query_run(app, &query, &result, &err), &err);
	}
	return (double)(clock_ns() - before) / 1e6;
}

static double enqueue_p50(struct queue *app, bool wakes, int rounds)
{
	struct series series = { 0 };
	double p50;

	for (int i = 0; i < rounds; i++)
		series_add(&series, enqueue_once(app, wakes));
	p50 = series_quantile(&series, 0.5);
	printf("enqueue %-8s p50 %6.2f ms, p99 %6.2f ms\n", wakes ? "and wake" : "alone", p50,
	       series_quantile(&series, 0.99));
	series_free(&series);
	return p50;
}

/* The idle worker: tells in *claimed when it had each job. */
static void idle_worker(const struct bench *b, int out)
{
	struct queue *queue = connect_to(b->worker_conninfo);
	const struct queue_worker me = { "idle", "bench", "bench", 1, "default\0", 30 * NS_PER_S };
	struct error err;
	int64_t now = 0;

	must(queue_register(queue, &me, &err), &err);
	must(queue_listen(queue, QUEUE_READY, &err), &err);
	if (write(out, &now, sizeof now) != sizeof now)
		exit(3);
	for (;;) {
		struct pollfd pollfd = { .fd = queue_socket(queue), .events = POLLIN };
		unsigned channels;
		struct queue_job job;
		size_t count;

		must(queue_consume(queue, &channels, &err), &err);
		if (!channels) {
			poll(&pollfd, 1, -1);
			continue;
		}
		must(queue_claim(queue, 1, 0, &job, &count, &err), &err);
		now = clock_ns();
		if (count == 0)
			continue;
		if (write(out, &now, sizeof now) != sizeof now)
			exit(0);
		queue_job_free(&job);
	}
}

static void latency(struct bench *b, struct queue *app, int rounds, double *ret_p50,
		    double *ret_p99)
{
	struct series whole = { 0 }, after = { 0 };
	int64_t claimed;
	int out[2];
	pid_t child;

	fill(b, 0);
	open_pipe(out);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		close(out[0]);
		idle_worker(b, out[1]);
	}
	close(out[1]);
	if (read(out[0], &claimed, sizeof claimed) != sizeof claimed)
		exit(3);
	for (int i = 0; i < rounds; i++) {
		int64_t before, inserted;

		usleep(3000);
		before = clock_ns();
		inserted = before + (int64_t)(enqueue_once(app, false) * 1e6);
		query_notify(app, "judge_ready", NULL, 0);
		if (read(out[0], &claimed, sizeof claimed) != sizeof claimed)
			exit(3);
		series_add(&whole, (double)(claimed - before) / 1e6);
		series_add(&after, (double)(claimed - inserted) / 1e6);
	}
	close(out[0]);
	kill(child, SIGTERM);
	waitpid(child, NULL, 0);
	*ret_p50 = series_quantile(&after, 0.5);
	*ret_p99 = series_quantile(&after, 0.99);
	printf("idle worker has a job with its sources: after the insert p50 %.2f ms, p99 %.2f ms; "
	       "with the insert p50 %.2f ms, p99 %.2f ms\n\n", *ret_p50, *ret_p99,
	       series_quantile(&whole, 0.5), series_quantile(&whole, 0.99));
	series_free(&whole);
	series_free(&after);
}

static bool run(struct bench *b, uint64_t finished)
{
	struct queue *app = connect_to(b->app_conninfo);
	double shallow, deep, enqueue, p50, p99;
	struct rates rates;
	bool ok = true;

	make_submissions(b, b->deep, finished);
	rates = measure_rates(b);
	shallow = claim_p50(b, SHALLOW);
	deep = claim_p50(b, b->deep);
	fill(b, 0);
	enqueue_p50(app, false, 200);
	enqueue = enqueue_p50(app, true, 200);
	latency(b, app, 300, &p50, &p99);
	queue_close(app);
	ok &= figure_at_least("queue/claim-1", "jobs/s", rates.one, 8000);
	ok &= figure_at_least("queue/claim-32", "jobs/s", rates.batch32, 40000);
	ok &= figure_at_least("queue/claim+finish-8", "jobs/s", rates.both8, 4000);
	ok &= figure_at_most("queue/deep-claim", "ratio", deep / shallow, 1.5);
	ok &= figure_at_most("queue/enqueue-p50", "ms", enqueue, 3);
	ok &= figure_at_most("queue/insert-to-claim-p50", "ms", p50, 1.5);
	ok &= figure_at_most("queue/insert-to-claim-p99", "ms", p99, 5);
	return ok;
}

int main(int argc, char **argv)
{
	struct bench *b = calloc(1, sizeof *b);

	if (!b || argc != 8) {
		fprintf(stderr, "usage: bench_queue WORKER APP OWNER JOBS DEEP FINISHED MS\n");
		return 2;
	}
	*b = (struct bench){ .worker_conninfo = argv[1], .app_conninfo = argv[2],
			     .owner = connect_to(argv[3]), .jobs = strtoull(argv[4], NULL, 10),
			     .deep = strtoull(argv[5], NULL, 10),
			     .ns = strtol(argv[7], NULL, 10) * NS_PER_MS };
	run_sql(b, "set statement_timeout = 0");
	b->records = mmap(NULL, WORKERS_MAX * sizeof *b->records, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (b->records == MAP_FAILED)
		return 3;
	make_results(b);
	return run(b, strtoull(argv[6], NULL, 10)) ? 0 : 1;
}
