/*
 * bom: leaves out a byte order mark (EF BB BF) at the start of an output, as testlib does; in the
 * answer it counts. It may arrive in pieces.
 */
#ifndef CHECKERS_BOM_H
#define CHECKERS_BOM_H

#include "checkers/comparer.h"

/* Begin with { 0 }. */
struct bom {
	unsigned seen;		/* bytes of what may be a mark, not fed yet */
	bool past;
};

typedef bool bom_feeder(struct comparison *comparison, const char *data, size_t size);

/* Hands on to feed what is no mark; returns what feed does. */
bool bom_feed(struct bom *bom, bom_feeder *feed, struct comparison *comparison, const char *data,
	      size_t size);

/* The output has ended: what was held back was no mark. */
void bom_end(struct bom *bom, bom_feeder *feed, struct comparison *comparison);

#endif
