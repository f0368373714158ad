/*
 * artifact: what a compile left, copied out of its box: a static program in a sealed memory file,
 * or several files (classes, scripts) that are laid out in the box of the runs.
 */
#ifndef PIPELINE_ARTIFACT_H
#define PIPELINE_ARTIFACT_H

#include "sandbox/box.h"
#include "util/error.h"

#include <stddef.h>
#include <stdint.h>

enum { ARTIFACT_FILES = 2000 };

struct artifact {
	int executable;		/* -1: there are files instead */
	char **names;		/* relative */
	int *fds;		/* sealed memory files */
	size_t count;
	char main[256];		/* file or class to start; "" for an executable */
};

struct artifact artifact_empty(void);
void artifact_free(struct artifact *artifact);

/* Takes the descriptor over. Returns -1 when there are too many files. */
int artifact_add(struct artifact *artifact, const char *name, int fd);

enum artifact_fault {
	ARTIFACT_OK,
	ARTIFACT_MISSING,	/* no such file */
	ARTIFACT_STRANGE,	/* a link, a directory, a device, a set-user-id file, ... */
	ARTIFACT_LARGE,		/* over max_bytes, or too many files */
};

/*
 * Copies one file of a box's working directory into a sealed memory file. Whatever the file is
 * while we look, only a regular file with one link and at most max_bytes is copied; the file is
 * found beneath the directory and through no link. -1 with *err only for faults of the host.
 */
int artifact_take_file(int work, const char *name, uint64_t max_bytes, int *ret_fd,
		       enum artifact_fault *ret_fault, struct error *err);

/* The same for all files below the directory, whose names are then in the artifact. */
int artifact_take_all(int work, uint64_t max_bytes, struct artifact *artifact,
		      enum artifact_fault *ret_fault, struct error *err);

/* Lay the files out in the class's box, read-only, for the runs to come. */
int artifact_lay_out(const struct artifact *artifact, struct box_set *boxes, unsigned class,
		     struct error *err);

#endif
