/*
 * archive: a problem package in an archive, opened as a tree: .zip and .kpp; .tar, also compressed
 * with gzip, bzip2, xz or zstd. What it is is told by its content.
 */
#ifndef PROBLEM_ARCHIVE_H
#define PROBLEM_ARCHIVE_H

#include "model/tree.h"
#include "util/error.h"

#include <stdbool.h>

/*
 * Opens the package in the archive at path; the caller frees *ret with tree_free(). Nothing is
 * unpacked: small files are sealed memory files, the rest temporary files without a name.
 *
 * If all of it is in one folder that has a problem.yaml, data/ or .in files, that folder is the
 * package. Names that the format does not allow are left alone; symbolic links are followed inside
 * the package; both as in directories.
 *
 * Refused, as nobody makes such packages in good faith: names that are absolute, have "..", a
 * backslash or a control character in them, are too long, come twice, or differ in case only; hard
 * links, devices and whatever else is no file; encryption; and more than the following.
 */
int tree_open_archive(const char *path, struct tree *ret, struct error *err);

/* Sizes, unpacked, in bytes. */
#define ARCHIVE_SIZE_MAX (UINT64_C(8) << 30)
/* Beyond this, the archive may grow by ARCHIVE_RATIO_MAX at most. */
#define ARCHIVE_SIZE_FREE (UINT64_C(256) << 20)
enum { ARCHIVE_RATIO_MAX = 200 };

/* The length of name without the extension of an archive; 0 if it has none. */
size_t archive_stem(const char *name);

/* The name of the package in the archive at path: the file's, as that of a directory would be. */
void archive_name(const char *path, char *name, size_t size);

/* The extensions, ".zip" first; NULL ends them. */
extern const char *const archive_extensions[];

#endif
