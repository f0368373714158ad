/*
 * scan: the loops of the fast comparers: blanks, tokens and equal stretches, as many bytes at a
 * time as the processor can.
 *
 *	const struct scan *scan = scan_best(BLANKS_ICPC);
 *
 *	same = scan->equal(output, answer, size);
 *
 * There are three ways, which give the same results: "avx2" (32 bytes), "sse2" (16 bytes) and
 * "plain" (byte by byte, any machine). scan_best() takes the first that the machine has; the
 * environment variable ASSIZE_SCAN names another, for tests.
 *
 * A token is a run of bytes that are no blanks, NUL included. Case is that of ASCII; the locale is
 * never asked.
 */
#ifndef CHECKERS_SCAN_H
#define CHECKERS_SCAN_H

#include "checkers/bytes.h"

#include <stdbool.h>
#include <stddef.h>

/* What separates tokens. */
enum blanks {
	BLANKS_ICPC,		/* space \t \n \v \f \r */
	BLANKS_TESTLIB,		/* space \t \n \r */
	BLANKS_KINDS,
};

struct scan {
	const char *name;
	enum blanks blanks;

	/* How many bytes at the start of both are equal, or equal but for case. */
	size_t (*equal)(const char *a, const char *b, size_t size);
	size_t (*equal_folded)(const char *a, const char *b, size_t size);

	/* How many bytes at the start belong to a token, or are blanks. */
	size_t (*token)(const char *bytes, size_t size);
	size_t (*blank)(const char *bytes, size_t size);

	/*
	 * Walks along a and b as long as they have the same tokens, however spaced. *ret_a and
	 * *ret_b are how far it came; there both stand between tokens, or inside the same token
	 * after the same bytes of it. It may stop early, and does so near the end of either:
	 * equal() and a look at the next bytes say why. begins is whether a token could begin at
	 * both starts.
	 */
	void (*respaced)(const char *a, size_t a_size, const char *b, size_t b_size, bool begins,
			 size_t *ret_a, size_t *ret_b);
};

const struct scan *scan_best(enum blanks blanks);

static inline bool byte_is_blank(enum blanks blanks, char byte)
{
	return byte_is_space(byte) && (blanks == BLANKS_ICPC || (byte != '\v' && byte != '\f'));
}

/* The ways, by what they take for blanks; the last two need a processor that has them. */
extern const struct scan scan_plain[BLANKS_KINDS];
#ifdef __x86_64__
extern const struct scan scan_sse2[BLANKS_KINDS], scan_avx2[BLANKS_KINDS];
#endif

#endif
