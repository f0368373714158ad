/*
 * mount_plan: what the root of a box is made of, as data.
 *
 * mount_plan_make() turns a class into the operations that mount_execute() carries out in the new
 * mount namespace, in order. It only looks at the file system (glob, lstat), so that the policy of
 * what a program can see is tested without building a box.
 */
#ifndef SANDBOX_MOUNT_PLAN_H
#define SANDBOX_MOUNT_PLAN_H

#include "sandbox/class.h"
#include "util/error.h"

enum mount_kind {
	MOUNT_DIRECTORY,	/* make target and what is above it */
	MOUNT_FILE,		/* a small synthetic file with the text in source */
	MOUNT_LINK,		/* symbolic link at target with the text in source */
	MOUNT_BIND,		/* source appears at target: read-only, nosuid, nodev */
	MOUNT_DEVICE,		/* a device of the host: nodev would make it useless */
	MOUNT_PROC,		/* hidepid=2,subset=pid */
};

struct mount_op {
	enum mount_kind kind;
	char *source;		/* path on the host, or text; NULL if the kind has none */
	char *target;		/* below the new root, without a leading slash */
};

struct mount_plan {
	struct mount_op *ops;
	size_t count, capacity;
};

/*
 * A pattern that matches nothing is left out: whether a toolchain is complete is decided by the
 * self-test of its profile. Release with mount_plan_free(), also after a failure.
 */
int mount_plan_make(const struct box_class *class, struct mount_plan *plan, struct error *err);
void mount_plan_free(struct mount_plan *plan);

/*
 * Inside the new mount namespace: builds the root on the directory base, which is on the host and
 * gets a tmpfs mounted over it for this namespace only. Returns 0, or -1 with errno, and the
 * operation at fault in *ret_failed (NULL for the root itself).
 */
int mount_execute(const struct mount_plan *plan, const char *base,
		  const struct mount_op **ret_failed);

#endif
