/*
 * class: the kinds of box. A box has one root and one filter, which all its runs inherit at no
 * cost, so that there is a box per slot and class, built when first needed.
 *
 * The table is fixed at compile time: a profile names a class, and cannot invent one. What a
 * program can see and call is thereby read in one place, class.c and seccomp_table.c.
 */
#ifndef SANDBOX_CLASS_H
#define SANDBOX_CLASS_H

#include <stddef.h>
#include <stdint.h>

enum { CLASS_MAX = 16 };

/* Which column of the table of system calls applies: see seccomp_table.c. */
enum class_filter {
	FILTER_NATIVE,		/* nothing but computing: sockets and the like are denied by name */
	FILTER_MANAGED,		/* runtimes and toolchains probe: those calls fail with an errno */
};

struct box_class {
	const char *name;
	/* glob(7) patterns of what appears in the root, read-only; NULL-terminated */
	const char *const *paths;
	enum class_filter filter;
	uint64_t work_bytes, work_inodes;	/* limits of the working directory */
	uint64_t files_bytes;			/* limit of what is laid out for a job */
};

/* The index of a class is its number everywhere: in messages, group names and uids. */
extern const struct box_class box_classes[];
extern const size_t box_class_count;

/* -1 if there is no class of that name. */
int box_class_find(const char *name);

#endif
