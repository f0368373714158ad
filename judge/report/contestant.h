/*
 * contestant: the reporter for those who handed in: it shows what the package's feedback policy
 * lets them see (report/feedback.h), and nothing before all is known.
 *
 *	contestant_reporter_init(&contestant, terminal_of(stdout), json, &problem, &submission);
 *	judge(..., &contestant.collected.reporter, err);
 *	contestant_reporter_free(&contestant);	also after an error
 */
#ifndef REPORT_CONTESTANT_H
#define REPORT_CONTESTANT_H

#include "report/collect.h"
#include "report/feedback.h"
#include "report/terminal.h"
#include "util/json.h"

#include <stdbool.h>

struct contestant_reporter {
	struct collection collected;	/* must stay first */
	struct terminal out;
	bool json;
	const struct problem *problem;
	const struct submission *submission;
};

/* problem and submission are borrowed and must outlive the reporter. */
void contestant_reporter_init(struct contestant_reporter *contestant, struct terminal out,
			      bool json, const struct problem *problem,
			      const struct submission *submission);
void contestant_reporter_free(struct contestant_reporter *contestant);

/*
 * The view as an object, which the caller owns: {"feedback","verdict","score","reason","cpu_ms",
 * "memory_kib","compile":{"verdict","output"},"tests":[{"name","verdict","reason","message",
 * "cpu_ms","memory_kib"}],"groups":[{"name","verdict","score"}]}. What is not told is null.
 */
json_t *feedback_object(const struct problem *problem, const struct feedback_view *view);

#endif
