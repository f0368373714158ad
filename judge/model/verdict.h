/*
 * verdict: what a judgement says of a submission, or of one test (DESIGN §4).
 */
#ifndef MODEL_VERDICT_H
#define MODEL_VERDICT_H

enum verdict {
	VERDICT_NONE,	/* not judged (yet): the tests after the one that decided */
	VERDICT_AC,
	VERDICT_WA,
	VERDICT_TLE,
	VERDICT_MLE,
	VERDICT_OLE,
	VERDICT_RTE,
	VERDICT_CE,
	VERDICT_JE,
	VERDICT_COUNT,
};

/* "AC", "WA", ...; "" for VERDICT_NONE. */
const char *verdict_code(enum verdict verdict);

/* "accepted", "wrong answer", ... for people. */
const char *verdict_words(enum verdict verdict);

/* By code; VERDICT_NONE if there is none of that name. */
enum verdict verdict_find(const char *code);

/* A set of verdicts, as jury submissions expect one: bit 1 << verdict. */
typedef unsigned verdict_set;

#define VERDICT_BIT(verdict) (1u << (verdict))

/* "AC" or "WA or TLE". Returns text. */
const char *verdict_set_text(verdict_set set, char *text, unsigned long size);

#endif
