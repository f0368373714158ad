/*
 * slot: one place to judge in. A process of its own uid without capabilities, network or database;
 * it has boxes, takes jobs one by one, and forks a judge for each, so that whatever a submission
 * does to its judge is gone with the job.
 */
#ifndef WORKER_SLOT_H
#define WORKER_SLOT_H

#include "sandbox/launcher.h"

launcher_slot slot_main;

#endif
