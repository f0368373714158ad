/*
 * reporter: who is told what a pipeline finds out, as it does. The command line and the queue run
 * the same pipeline and differ in the reporter alone.
 *
 * on_compile comes first and once, then on_test per judged test in package order, then in scoring
 * problems on_group per group, parents before children, then on_done once. The structs are borrowed
 * for the call. After a JE, earlier callbacks may be missing. A callback may be NULL: who reports
 * calls the functions below.
 */
#ifndef MODEL_REPORTER_H
#define MODEL_REPORTER_H

#include "model/problem.h"
#include "model/result.h"
#include "model/submission.h"

struct reporter {
	void (*on_compile)(struct reporter *reporter, const struct compile_result *compile);
	void (*on_test)(struct reporter *reporter, const struct test_result *test);
	/* Only if asked for, and of conversations only: right after on_test. */
	void (*on_transcript)(struct reporter *reporter, const struct transcript *transcript);
	void (*on_group)(struct reporter *reporter, const struct group_result *group);
	/* Only if asked for: right before on_done, any number of times. */
	void (*on_summary)(struct reporter *reporter, const struct summary_piece *piece);
	void (*on_done)(struct reporter *reporter, const struct judgement *judgement);
};

static inline void report_compile(struct reporter *reporter, const struct compile_result *compile)
{
	if (reporter->on_compile)
		reporter->on_compile(reporter, compile);
}

static inline void report_test(struct reporter *reporter, const struct test_result *test)
{
	if (reporter->on_test)
		reporter->on_test(reporter, test);
}

static inline void report_transcript(struct reporter *reporter,
				     const struct transcript *transcript)
{
	if (reporter->on_transcript)
		reporter->on_transcript(reporter, transcript);
}

static inline void report_group(struct reporter *reporter, const struct group_result *group)
{
	if (reporter->on_group)
		reporter->on_group(reporter, group);
}

static inline void report_summary(struct reporter *reporter, const struct summary_piece *piece)
{
	if (reporter->on_summary)
		reporter->on_summary(reporter, piece);
}

static inline void report_done(struct reporter *reporter, const struct judgement *judgement)
{
	if (reporter->on_done)
		reporter->on_done(reporter, judgement);
}

#endif
