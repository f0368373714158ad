/*
 * suite: the run of the abuse suite: the slots, what goes through them, and the tests as TAP.
 */
#ifndef ABUSE_SUITE_H
#define ABUSE_SUITE_H

#include "case.h"
#include "host.h"
#include "work.h"

#include "model/reporter.h"
#include "util/string.h"
#include "worker/pool.h"

enum { SLOTS = 2, PROFILES = 16 };

/* One submission on its way through a slot, and what was said of it. */
struct judging {
	struct reporter reporter;	/* must stay first */
	bool is_compiled, is_over;
	bool is_estimated;		/* the memory peak */
	bool is_unclean;		/* some text has what must not be shown */
	int64_t started_ns, compiled_ns, over_ns;
	int64_t cpu_ns, wall_ns;
	uint64_t memory_bytes;
	enum verdict verdict;
	char reason[1024];
	char output[COMPILE_OUTPUT_BYTES];	/* of the compiler, or of the first failing test */
	struct {
		enum verdict verdict;
		char reason[REASON_BYTES];
	} test[CASE_TESTS];
	unsigned test_count;
};

/* A sentinel of one profile: how long it takes in each slot when nothing came before. */
struct sentinel {
	struct work work;
	char interactor[CASE_NAME];	/* whom it talks to; "" */
	int64_t cpu_ns[SLOTS];
};

struct suite {
	struct places places;
	struct languages languages;
	struct case_list list;
	bool *chosen;			/* of the list */
	double slow;			/* how many times slower than a usual host */
	struct sentinel sentinels[PROFILES];
	size_t sentinel_count;
	struct pool pool;
	int signals;			/* somebody wants us to stop */
	struct judging judging[SLOTS];
	bool restarted[SLOTS];		/* since its sentinels ran: it has no boxes */
	struct host host;		/* as it was when nothing had run yet */
	struct toolchain toolchain;
	unsigned tests, failures;
};

/* ---- tap.c ---- */

/* One test; what was wrong, or only worth knowing, may follow as lines of diagnosis. */
void tap_result(struct suite *suite, bool ok, const char *name, const char *what);
void tap_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Lines of text, each as a note. */
void tap_notes(const char *text);

/* ---- judge.c: errors mean that the suite cannot go on ---- */

/* Sends the work to a slot that is idle. */
int judge_start(struct suite *suite, unsigned slot, const struct work *work, struct error *err);

/* Until that slot's work is compiled, or over. Past a limit of its own it is aborted: JE. */
int judge_await_compiled(struct suite *suite, unsigned slot, struct error *err);
int judge_await(struct suite *suite, unsigned slot, struct error *err);

/* pool_start()'s. */
void judge_ended(void *context, unsigned slot, const struct error *failure);

/* Runs the sentinel to its end; suite->judging[slot] says how it went. */
int judge_sentinel(struct suite *suite, const struct sentinel *sentinel, unsigned slot,
		   struct error *err);

/* ---- expect.c ---- */

/* What is not as the case expects, as lines; nothing when all is. */
void expect_compare(const struct abuse_case *c, const struct judging *judging, double slow,
		    struct strbuf *faults);

/* ---- outside.c ---- */

/* Makes somebody outside all boxes who would hear what cases send to "@assize" or "@a". */
void outside_listen(void);

/* ---- clean.c ---- */

/* Valid UTF-8 without control characters but \n and \t. */
bool text_is_clean(const char *text, size_t size);

/* ---- check.c ---- */

/* Builds all boxes by running the sentinels, and remembers the host as it is then. */
int check_warm_up(struct suite *suite, struct error *err);

/* After a case: the host as before, and every slot that was used takes the next job. */
int check_host(struct suite *suite, const struct profile *profile, unsigned slots,
	       const struct work *work, struct strbuf *faults, struct error *err);

/* After all cases. */
int check_toolchains(struct suite *suite, struct strbuf *faults, struct error *err);

/* ---- run.c ---- */

/* One case: two tests. */
int run_case(struct suite *suite, const struct abuse_case *c, struct error *err);

#endif
