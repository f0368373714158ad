/*
 * junit: results as the XML that build servers read: a testsuite per package, a testcase per
 * submission. Written when all is known, as suites say beforehand how many failed.
 *
 *	junit_add(&junit, &(struct junit_case){ "sum", "accepted/sum.c", "c", ... });
 *	junit_write(&junit, file);
 *	junit_free(&junit);
 */
#ifndef REPORT_JUNIT_H
#define REPORT_JUNIT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum junit_outcome { JUNIT_PASSED, JUNIT_FAILED, JUNIT_ERROR };

/* Texts are of any bytes; what XML cannot hold becomes U+FFFD. */
struct junit_case {
	const char *suite, *name, *class;
	enum junit_outcome outcome;
	const char *message;	/* why it failed; else not used */
	const char *output;	/* further words, or "" */
	int64_t time_ns;
};

/* Zeroed is empty. */
struct junit {
	struct junit_case *cases;	/* with texts of its own */
	size_t count, capacity;
};

/* Copies the texts. Aborts when out of memory, as util/string.h. */
void junit_add(struct junit *junit, const struct junit_case *one);

/* Suites come in the order of their first cases. A failed write stays in ferror(out). */
void junit_write(const struct junit *junit, FILE *out);
void junit_free(struct junit *junit);

#endif
