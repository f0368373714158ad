/*
 * queue: submissions that wait in PostgreSQL, claimed, judged and published.
 *
 * A worker's life:
 *
 *	struct queue *queue = queue_open(conninfo);
 *	queue_connect(queue, err); queue_register(queue, &worker, err);
 *	for ever: queue_claim, judge, queue_progress, queue_finish or queue_fail,
 *		  queue_heartbeat and queue_maintain every few seconds
 *	queue_return what is left; queue_unregister; queue_close(queue);
 *
 * Calls block for one round trip, at most QUEUE_STATEMENT_S seconds in the server; a peer that
 * is gone is noticed after QUEUE_SILENCE_S. One thread uses a queue at a time.
 *
 * After -1, queue_fault() says what to do. On QUEUE_FAULT_TRANSIENT wait a little, longer each
 * time, call queue_connect() until it works, then repeat the call: registration, leases and
 * channels outlive the connection, and every call may be repeated with the same arguments. A
 * queue_finish() that had succeeded unheard then says QUEUE_DUPLICATE; a queue_claim() whose
 * answer was lost is mended by the next queue_heartbeat(), which gives back what it does not list.
 *
 * Text that goes in is made valid UTF-8 without control characters; sources are bytes.
 */
#ifndef QUEUE_QUEUE_H
#define QUEUE_QUEUE_H

#include "model/result.h"
#include "model/submission.h"
#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct queue;

enum { QUEUE_STATEMENT_S = 30, QUEUE_SILENCE_S = 15, QUEUE_LEASE_BYTES = 37, QUEUE_RESULTS = 64 };

/* ---- The connection ------------------------------------------------------------------------ */

enum queue_fault {
	QUEUE_FAULT_NONE,
	QUEUE_FAULT_TRANSIENT,	/* connection lost, server busy or stopping: connect, repeat */
	QUEUE_FAULT_FENCED,	/* the worker was silent too long: all leases are lost, register */
	QUEUE_FAULT_REPLACED,	/* another worker took this one's name: stop */
	QUEUE_FAULT_REQUEST,	/* what was asked cannot be done: repeating it is useless */
	QUEUE_FAULT_LOCKED,	/* told as TRANSIENT; see queue_was_locked() */
};

/* What kind of failure the last call of this queue had. */
enum queue_fault queue_fault(const struct queue *queue);

/*
 * Whether that was a lock which somebody else held for too long, on what the call was about: the
 * connection is as good as before, and other calls can be made with it.
 */
bool queue_was_locked(const struct queue *queue);

/* conninfo is libpq's, a string or an URI; NULL or "" for PGHOST and the other PG variables. */
struct queue *queue_open(const char *conninfo);
void queue_close(struct queue *queue);

static inline void queue_cleanup(struct queue **queue)
{
	queue_close(*queue);
}

#define autoqueue __attribute__((cleanup(queue_cleanup)))

/*
 * Notifications come over a connection of their own, to this conninfo ("": not so). For a pooler
 * that lends a server for one transaction at a time: through it nobody can listen, and this one
 * must go past it. Before queue_connect().
 *
 * Whether there is a pooler on the way a queue finds out by itself, and then prepares no
 * statements and sets no limits; set statement_timeout and the like for the login's role there.
 */
void queue_listen_by(struct queue *queue, const char *conninfo);

/*
 * Connects, or connects anew, listens again, and makes sure that schema and program fit each
 * other (if not: QUEUE_FAULT_REQUEST, with the command that helps).
 */
int queue_connect(struct queue *queue, struct error *err);

/* The same without a look at the schema: for the migrations. */
int queue_dial(struct queue *queue, struct error *err);

enum queue_channel {
	QUEUE_READY = 1 << 0,	/* judge_ready: there may be something to claim */
	QUEUE_DONE = 1 << 1,	/* judge_done: some judgement is final */
};

/*
 * Notifications are hints: they are lost with the connection, and anybody can send them. Poll at
 * times anyway. channels is a set of enum queue_channel.
 */
int queue_listen(struct queue *queue, unsigned channels, struct error *err);

/* For poll(), readable when there is something to consume; -1 without a connection. */
int queue_socket(const struct queue *queue);

/*
 * Takes what has arrived, without blocking: call it before each poll() too, as other calls read
 * ahead. *ret_channels is the set of channels that were notified. -1: the connection is gone.
 */
int queue_consume(struct queue *queue, unsigned *ret_channels, struct error *err);

/* ---- Workers ------------------------------------------------------------------------------- */

struct queue_worker {
	const char *name;	/* whoever registers under the same name and login replaces it */
	const char *host;
	const char *program;	/* version, for people */
	unsigned slots;
	const char *pools;	/* packed: what it takes jobs from; one at least */
	int64_t lease_ns;	/* silent for so long it is dead: 1 s to a day */
};

struct queue_lease {
	int64_t judgement;
	char token[QUEUE_LEASE_BYTES];
};

struct queue_job {
	struct queue_lease lease;
	int64_t submission_id;
	unsigned claims;		/* how often it was claimed, this time included */
	bool full;			/* judge all tests, also after one has failed */
	bool background;		/* judged again: not live */
	int64_t queued_ns;		/* from being asked for until this claim */
	struct submission submission;	/* owned by the job; of a try, problem may be "" */
	bool is_try;
	char *input;			/* of a try: bytes, owned by the job */
	size_t input_size;
};

void queue_job_free(struct queue_job *job);

int queue_register(struct queue *queue, const struct queue_worker *worker, struct error *err);

/* Leases that are still held go back, and nothing is counted against them. */
int queue_unregister(struct queue *queue, struct error *err);

/*
 * Claims up to capacity jobs, with their sources, the most urgent ones but in no order; *ret_count
 * may be 0. Live jobs go before background ones, but reserved of them are background jobs, if there
 * are as many. A lease lasts ten minutes from here and from each queue_progress(). The caller frees
 * the jobs.
 */
int queue_claim(struct queue *queue, size_t capacity, size_t reserved, struct queue_job *jobs,
		size_t *ret_count, struct error *err);

enum queue_hold {
	QUEUE_HELD,
	QUEUE_LOST,		/* stop judging; nothing more is to be said of it */
	QUEUE_CANCELLED_NOW,	/* stop judging, then queue_return() it */
};

/*
 * The worker lives and holds exactly these leases; to be called well before the time of its lease
 * is over, which loses all of them. ret_holds has count entries.
 * *ret_drain: an operator asks the worker to leave once it has judged what it holds.
 */
int queue_heartbeat(struct queue *queue, const struct queue_lease *leases, size_t count,
		    enum queue_hold *ret_holds, bool *ret_drain, struct error *err);

/*
 * Gets the jobs going again of workers that were silent for the time of their lease, and those whose
 * delay is over. Every few seconds, by every worker. *ret_expired, unless NULL, is how many leases
 * that took.
 */
int queue_maintain(struct queue *queue, int64_t *ret_expired, struct error *err);

/* Whether anything waits that this worker could claim, at once or after its delay. */
int queue_has_work(struct queue *queue, bool *ret_has_work, struct error *err);

/* The worker cannot judge, for this reason; it claims nothing until told that it can: NULL. */
int queue_set_sick(struct queue *queue, const char *reason, struct error *err);

/* A problem's package fails on a worker that is well: nobody claims of it until it is resumed. */
int queue_report_broken(struct queue *queue, const char *problem, const char *reason,
			struct error *err);

/* ---- Results ------------------------------------------------------------------------------- */

enum queue_outcome {
	QUEUE_ACCEPTED,		/* written; of a failure: it will be tried again later */
	QUEUE_DUPLICATE,	/* was written before: as good */
	QUEUE_CANCELLED,	/* the judgement is cancelled; nothing was written */
	QUEUE_REFUSED,		/* the lease is lost to somebody else; nothing was written */
	QUEUE_DEAD,		/* that was its last failure: it is final as JE */
};

/* Tells new tests (none is fine, after compiling) and extends the lease. At most every 250 ms. */
int queue_progress(struct queue *queue, const struct queue_lease *lease,
		   const struct test_result *tests, size_t count, enum queue_hold *ret_hold,
		   struct error *err);

/*
 * Writes the verdict, with the tests that were judged, and ends the lease. receipt is a JSON
 * object, and so is summary (report/summary.h; NULL: none). A judgement of JE is for queue_fail().
 */
int queue_finish(struct queue *queue, const struct queue_lease *lease,
		 const struct compile_result *compile, const struct test_result *tests,
		 size_t count, const struct judgement *judgement, const char *receipt,
		 const char *summary, enum queue_outcome *ret_outcome, struct error *err);

/* Arguments and answer of one queue_finish(). */
struct queue_result {
	const struct queue_lease *lease;
	const struct compile_result *compile;
	const struct test_result *tests;
	size_t count;
	const struct judgement *judgement;
	const char *receipt, *summary;
	enum queue_outcome outcome;
};

/*
 * Up to QUEUE_RESULTS of them in one round trip and one commit, all or none. After
 * QUEUE_FAULT_REQUEST one of them cannot be written: queue_finish() each by itself.
 */
int queue_finish_many(struct queue *queue, struct queue_result *results, size_t count,
		      struct error *err);

/* The judge could not judge. After the third time the verdict is JE with this reason. */
int queue_fail(struct queue *queue, const struct queue_lease *lease, const char *reason,
	       enum queue_outcome *ret_outcome, struct error *err);

/*
 * Something of the worker's was killed under the job: as if the worker had died, it goes to another
 * at once, and only after many times the verdict is JE with this reason.
 */
int queue_lose(struct queue *queue, const struct queue_lease *lease, const char *reason,
	       enum queue_outcome *ret_outcome, struct error *err);

/* Gives a job back that was not judged to its end; it keeps its place. */
int queue_return(struct queue *queue, const struct queue_lease *lease,
		 enum queue_outcome *ret_outcome, struct error *err);

/* ---- Platforms ----------------------------------------------------------------------------- */

struct queue_entry {
	const struct submission *submission;
	const char *contest;	/* NULL: "default" */
	const char *user;	/* NULL: "" */
	const char *key;	/* handing in the same key again changes nothing; NULL: none */
	bool full;
};

/* Hands in and wakes the workers. A submission that cannot be stored is ERROR_USAGE. */
int queue_enqueue(struct queue *queue, const struct queue_entry *entry, int64_t *ret_submission,
		  struct error *err);

/*
 * One submission, or the state of the queue, as a JSON object that the caller frees; the members
 * are those of assize.show() and assize.queue_state(). No such submission: *ret_json is NULL.
 */
int queue_show(struct queue *queue, int64_t submission, char **ret_json, struct error *err);
int queue_stats(struct queue *queue, char **ret_json, struct error *err);

/* ---- Operations ---------------------------------------------------------------------------- */

/* Told of each round trip: how long it took, and whether the server did what was asked. */
typedef void queue_observer(void *context, int64_t ns, bool ok);

void queue_observe(struct queue *queue, queue_observer *observer, void *context);

enum { QUEUE_CLASSES = 8 };

/* What waits, by class; counted up to 10,000, ready ones in each pool. */
struct queue_depth {
	char class[32];
	int64_t ready, delayed, leased, paused;
	double oldest_s;	/* of those that are ready; 0: there are none */
};

int queue_depth(struct queue *queue, struct queue_depth ret_depth[QUEUE_CLASSES],
		size_t *ret_count, struct error *err);

/*
 * A worker that drains lets its successor have its name: it keeps its number and its leases. One
 * that is started and is no successor ends those of its name that still drain, before it registers.
 */
int queue_step_aside(struct queue *queue, struct error *err);
int queue_fence(struct queue *queue, const char *name, struct error *err);

/*
 * Retention, for a member of assize_owner. One batch each: *from, "" at first, is where the next
 * one goes on; *ret_more is false when there was nothing left. Counts are added to.
 */
struct queue_prune {
	int64_t older_than_s;
	const char *const *keep_contests;	/* NULL ends them */
	bool dry_run;
};

struct queue_pruned {
	int64_t submissions, judgements, blobs, blob_bytes, events, workers, package_chunks;
};

/* Before anything else: ERROR_USAGE if one of keep_contests is no contest. */
int queue_prune_check(struct queue *queue, const struct queue_prune *prune, struct error *err);

int queue_prune_submissions(struct queue *queue, const struct queue_prune *prune, char from[72],
			    struct queue_pruned *pruned, bool *ret_more, struct error *err);
int queue_prune_blobs(struct queue *queue, const struct queue_prune *prune, char from[72],
		      struct queue_pruned *pruned, bool *ret_more, struct error *err);
int queue_prune_audit(struct queue *queue, const struct queue_prune *prune, char from[72],
		      struct queue_pruned *pruned, bool *ret_more, struct error *err);

/* What of packages no version uses any more, at once; nothing in a dry run. */
int queue_prune_packages(struct queue *queue, const struct queue_prune *prune,
			 struct queue_pruned *pruned, struct error *err);

/* The last, at once; note is written into the audit unless it is a dry run. */
int queue_prune_workers(struct queue *queue, const struct queue_prune *prune, const char *note,
			struct queue_pruned *pruned, struct error *err);

/* ---- The schema ---------------------------------------------------------------------------- */

struct queue_schema {
	int version;		/* last migration that was applied; 0: there is no schema */
	int oldest_program;	/* a program must know this one */
	int latest;		/* the last migration that this program knows */
};

int queue_schema(struct queue *queue, struct queue_schema *ret_schema, struct error *err);

/* Somebody holds a lock that this migration needs; it is tried again in a moment. */
typedef void queue_waiting(const char *migration);

/*
 * Applies what is missing; each migration is applied whole or not at all. For a lock it waits some
 * minutes, in short tries between which everybody else gets on. Needs queue_dial(). waiting may be
 * NULL.
 */
int queue_migrate(struct queue *queue, queue_waiting *waiting, struct queue_schema *ret_before,
		  struct error *err);

#endif
