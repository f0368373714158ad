/*
 * self-test: the least that a worker must be able to judge: a profile's own test program, on a
 * package of one test that lives in memory. The same program for all languages; see langs/.
 */
#ifndef WORKER_SELF_TEST_H
#define WORKER_SELF_TEST_H

#include "model/submission.h"
#include "model/tree.h"
#include "util/error.h"

/* What every self-test program prints. */
#define SELF_TEST_ANSWER "Hello, Assize!\n"

/* A package of which a self-test is accepted; to be freed with tree_free(), on failure too. */
int self_test_package(struct tree *ret_tree, struct error *err);

#endif
