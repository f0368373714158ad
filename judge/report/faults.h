/*
 * faults: what is wrong with a package, for people and for programs.
 */
#ifndef REPORT_FAULTS_H
#define REPORT_FAULTS_H

#include "report/terminal.h"
#include "util/faults.h"

/*
 * A line each, "hello/problem.yaml:3:1: error: unknown key ...", and one that counts them:
 * "hello: 2 errors, 1 warning".
 */
void faults_print(const struct faults *faults, const char *package, struct terminal out);

/* An object each: {"package","file","line","column","severity","message"}; line 0 is null. */
void faults_json(const struct faults *faults, const char *package, FILE *out);

#endif
