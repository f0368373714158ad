/*
 * trial: the package of a try: that of its problem with one test, the contestant's input; or, for
 * no problem, that test alone.
 *
 *	trial_open(base, input, size, &tree, err);	base may be NULL
 *	pool_judge(..., &tree, options with only_run, ...);
 *	trial_close(&tree);
 */
#ifndef WORKER_TRIAL_H
#define WORKER_TRIAL_H

#include "model/tree.h"
#include "util/error.h"

/* The tree borrows all of base but the test, whose files are in memory. */
int trial_open(const struct tree *base, const char *input, size_t size, struct tree *ret_tree,
	       struct error *err);
void trial_close(struct tree *tree);

#endif
