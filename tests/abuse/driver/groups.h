#ifndef ABUSE_GROUPS_H
#define ABUSE_GROUPS_H

#include "host.h"

/* Adds the directories of the control groups that a spawner is in to host->group. */
void groups_find(struct host *host, pid_t spawner);

#endif
