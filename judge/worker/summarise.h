/*
 * summarise: a judge's reporter that passes on what it is told, and before the end adds the summary
 * (report/summary.h), which only who has the package can make.
 */
#ifndef WORKER_SUMMARISE_H
#define WORKER_SUMMARISE_H

#include "report/collect.h"

struct summariser {
	struct reporter reporter;	/* must stay first */
	struct collection collected;
	struct reporter *next;
};

/* problem and next are borrowed. */
void summariser_init(struct summariser *summariser, const struct problem *problem,
		     struct reporter *next);
void summariser_free(struct summariser *summariser);

#endif
