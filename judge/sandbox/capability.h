/*
 * capability: gives up all capabilities of the calling process but a few. Children that become
 * another user have none, and what they execute gains none. For the static spawner as well.
 */
#ifndef SANDBOX_CAPABILITY_H
#define SANDBOX_CAPABILITY_H

#include <stdint.h>

/*
 * keep: bits 1 << CAP_...; the bounding, inheritable and ambient sets become empty, and the
 * securebits that could bring something back are locked. Returns 0, or -1 with errno.
 */
int capability_keep(uint64_t keep);

/* Has none, until it executes a program as root, which then has all of the bounding set. */
int capability_lay_down(void);

#endif
