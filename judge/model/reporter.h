/*
 * reporter: who is told what a pipeline finds out, as it does. The command line and the queue run
 * the same pipeline and differ in the reporter alone.
 *
 * on_compile comes first and once, then on_test per judged test in package order, then on_done
 * once. The structs are borrowed for the call. After a JE, earlier callbacks may be missing.
 */
#ifndef MODEL_REPORTER_H
#define MODEL_REPORTER_H

#include "model/problem.h"
#include "model/result.h"
#include "model/submission.h"

struct reporter {
	void (*on_compile)(struct reporter *reporter, const struct compile_result *compile);
	void (*on_test)(struct reporter *reporter, const struct test_result *test);
	void (*on_done)(struct reporter *reporter, const struct judgement *judgement);
};

#endif
