/*
 * launcher_process: what the launcher makes of its own process before anything else runs.
 */
#ifndef SANDBOX_LAUNCHER_PROCESS_H
#define SANDBOX_LAUNCHER_PROCESS_H

#include "util/error.h"

/* Adopts orphans, may open as many descriptors as the host allows, keeps few capabilities. */
int launcher_process_init(struct error *err);

/*
 * The environment may hold a database password. Once the front has its own copy, ours goes, for
 * slots and judges would inherit it.
 */
void launcher_wipe_environment(void);

#endif
