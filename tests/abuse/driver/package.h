/*
 * package: a package made of nothing, for one submission: its files have no names outside.
 */
#ifndef ABUSE_PACKAGE_H
#define ABUSE_PACKAGE_H

#include "model/tree.h"
#include "util/error.h"

#include <sys/types.h>

/*
 * Tests in this order; each name is its input, too, filled up with NULs to input_bytes. interactor,
 * if not NULL, is the path of a C program to talk to. The caller frees *ret_tree.
 */
int package_make(const char *const *tests, size_t count, const char *answer, off_t input_bytes,
		 const char *interactor, struct tree *ret_tree, struct error *err);

/* SHA-256 over the contents as they are now. */
int package_hash(const struct tree *tree, unsigned char hash[32], struct error *err);

#endif
