/*
 * jury: all jury submissions of several packages, read and matched with their profiles, ready to
 * be judged or enqueued.
 */
#ifndef CMD_JURY_H
#define CMD_JURY_H

#include "cmd/session.h"

struct jury_package {
	struct tree tree;
	struct problem problem;
};

struct jury_item {
	const struct jury_package *package;
	const struct jury_submission *jury;
	struct submission submission;
	const struct profile *profile;
};

struct jury_list {
	struct jury_package *packages;
	size_t package_count;
	struct jury_item *items;
	size_t count;
};

/* One, and its language; checked as far as that is possible without compiling it. */
int jury_source(const struct tree *tree, const struct problem *problem,
		const struct jury_submission *jury, const struct profile_table *table,
		struct submission *ret_submission, const struct profile **ret_profile,
		struct error *err);

/* Every package and submission must load; the first that does not is the error. */
int jury_load(char *const *paths, int count, const struct profile_table *table,
	      struct jury_list *ret_list, struct error *err);
void jury_free(struct jury_list *list);

#endif
