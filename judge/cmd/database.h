/*
 * database: what the commands that talk to the queue have in common.
 */
#ifndef CMD_DATABASE_H
#define CMD_DATABASE_H

#include "cmd/command.h"
#include "cmd/options.h"
#include "queue/queue.h"
#include "util/json.h"

/* The row for an option that is a const char *member of type. */
#define DATABASE_OPTION(type, member)                                        \
	{ "database", 'd', "CONNINFO", OPTION_STRING, offsetof(type, member), \
	  "connection string or URI (default: worker.yaml, then PGHOST and the like)" }

/*
 * The connection string that counts: option, which may be NULL, or that of worker.yaml. Nothing is
 * connected yet. The caller closes the queue.
 */
int database_open(const struct invocation *invocation, const char *option,
		  struct queue **ret_queue, struct error *err);

/* The same, connected, and with a schema that fits. */
int database_connect(const struct invocation *invocation, const char *option,
		     struct queue **ret_queue, struct error *err);

/*
 * After a fault that is transient: tries for a minute. The server restarts, or fails over, and a
 * person who waits would just try again.
 */
int database_reconnect(struct queue *queue, struct error *err);

/* The object of assize.show(). ERROR_USAGE if there is no such submission. */
int database_show(struct queue *queue, int64_t submission, json_t **ret_record,
		  struct error *err);

/*
 * Waits until the submission's judgement is final. Each time that it was looked at, seen is called
 * with the record, which is borrowed; it may be NULL. A lost connection is made anew. Of one that
 * is paused it is said on stderr.
 */
typedef void database_seen(void *context, const json_t *record);

int database_follow(struct queue *queue, int64_t submission, database_seen *seen, void *context,
		    json_t **ret_record, struct error *err);

/* A member of a record as text, "" for null. */
const char *record_text(const json_t *record, const char *key);
double record_number(const json_t *record, const char *key);

/* Whether its judgement is: everything else, as queued or paused, may still become a verdict. */
bool record_is_final(const json_t *record);

/* For who waits: says on stderr that the submission is paused, unless something was said before. */
void record_say_paused(const json_t *record, bool *said);

/* The exit status of run: 0 accepted, 1 any other verdict, 3 judge error or cancelled. */
int record_exit_status(const json_t *record);

#endif
