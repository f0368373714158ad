/*
 * fuzz: what the targets share; libFuzzer, or replay.c, calls them.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include "util/error.h"

#include <stddef.h>
#include <stdint.h>

/* Returns 0; dies of what it finds. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Dies unless the error has a kind, and a message of one line that is safe to show. */
void fuzz_expect_error(const struct error *err);

/* A memory file with these bytes, and the path under which it can be opened. */
int fuzz_file(const uint8_t *data, size_t size, char path[64]);

#endif
