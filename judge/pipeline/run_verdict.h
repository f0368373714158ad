/*
 * run_verdict: what a run says by itself, before any checker: pure, so that the order of DESIGN §4
 * (TLE, MLE, OLE, RTE, then the checker) is written, and tested, in one place.
 */
#ifndef PIPELINE_RUN_VERDICT_H
#define PIPELINE_RUN_VERDICT_H

#include "model/profile.h"
#include "model/result.h"
#include "sandbox/box.h"
#include "util/error.h"

/*
 * Sets verdict and reason; VERDICT_AC means that the run was clean and the checker decides.
 * error_text is the kept standard error, for the profile's reasons. limits are what the box enforced,
 * memory_limit what the program was told, without the room that its runtime gets beside it.
 */
void run_verdict(const struct box_result *run, const struct box_limits *limits,
		 int64_t time_limit_ns, uint64_t memory_limit, const struct profile *profile,
		 const char *error_text, struct test_result *ret_result);

/*
 * For programs that are no submission: the run was stopped because the host let it wait, which is
 * nobody's fault but the host's. who is named in *err (ERROR_SYSTEM). Returns -1.
 */
int run_starved(const struct box_result *run, const char *who, struct error *err);

/* Ended by itself so near to the limit that another run might fall on the other side. */
bool run_is_borderline(const struct box_result *run, int64_t time_limit_ns);

#endif
