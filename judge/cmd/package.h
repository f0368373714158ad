/*
 * package: what the words of "assize package" have in common.
 */
#ifndef CMD_PACKAGE_H
#define CMD_PACKAGE_H

#include "cmd/database.h"
#include "model/problem.h"
#include "model/tree.h"
#include "profile/profile.h"
#include "util/faults.h"

/* One file each; argv[0] is the word. Returns the exit status. */
command_function package_word_check, package_word_push, package_word_pull, package_word_list,
	package_word_drop;

/* A package that was looked at: package.tree.faults leads here, so it must stay where it is. */
struct package_checked {
	const struct profile_table *table;
	struct tree tree;
	struct problem problem;
	struct faults faults;		/* sorted */
};

/*
 * Finds all that is wrong with the package at path. A package that cannot be opened at all has a
 * fault, and no tree. -1: the host is to blame. The caller frees *checked in either case.
 */
int package_examine(const struct profile_table *table, const char *path,
		    struct package_checked *checked, struct error *err);

void package_checked_free(struct package_checked *checked);

/* The rows of "package list", an array that the caller releases. */
int package_versions(struct queue *queue, json_t **ret_list, struct error *err);

#define autochecked __attribute__((cleanup(package_checked_free)))

#endif
