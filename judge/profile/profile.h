/*
 * profile: the languages that a directory of profiles describes (DESIGN §6).
 *
 *	struct profile_table table = { 0 };
 *	const struct profile *profile;
 *
 *	if (profiles_load("langs", classes, class_count, &table, err) < 0 ||
 *	    profile_find(&table, "cpp20", &profile, err) < 0)
 *		return -1;
 *	...
 *	profile_table_free(&table);
 *
 * A profile that does not load is set aside with its error and does not keep the others from
 * loading. What is wrong with a file is ERROR_USAGE with file, line and column. Whether the
 * toolchain is there is for the self-test to say.
 */
#ifndef PROFILE_PROFILE_H
#define PROFILE_PROFILE_H

#include "model/profile.h"
#include "util/error.h"

#include <stdbool.h>
#include <stddef.h>

/* ---- Loading ------------------------------------------------------------------------------ */

struct profile_source {
	int fd;				/* the directory of the profiles */
	const char *name;		/* of the directory, for messages: "langs" */
	const char *const *classes;	/* of the boxes there are */
	size_t class_count;
};

/*
 * Reads ID.yaml over the profile that it extends. All of ret_profile is set, the padding too, so
 * that equal profiles are equal bytes.
 */
int profile_load(const struct profile_source *source, const char *id, struct profile *ret_profile,
		 struct error *err);

struct profile_failure {
	char id[sizeof ((struct profile *)0)->id];
	struct error err;
};

struct profile_table {
	struct profile *profiles;		/* sorted by id */
	size_t count;
	struct profile_failure *failures;	/* the same */
	size_t failure_count;
};

/* Loads all *.yaml of directory. -1 only when the directory cannot be read. */
int profiles_load(const char *directory, const char *const *classes, size_t class_count,
		  struct profile_table *ret_table, struct error *err);
void profile_table_free(struct profile_table *table);

/* ---- Choosing ----------------------------------------------------------------------------- */

/*
 * The profile called id; or, if id is a family ("cpp"), its only member or else the preferred one.
 * One that did not load answers with its own error. What is found belongs to the table.
 */
int profile_find(const struct profile_table *table, const char *id,
		 const struct profile **ret_profile, struct error *err);

/* Whether allowed, packed ids and families of which none means all, lets profile in. */
bool profile_is_allowed(const struct profile *profile, const char *allowed);

/*
 * The profile for source files of these names, by extension, out of those allowed. Headers and
 * files that are of no language are not looked at. Where several profiles fit, the preferred one.
 */
int profile_for_files(const struct profile_table *table, const char *const *names, size_t count,
		      const char *allowed, const struct profile **ret_profile, struct error *err);

/* Whether the file is one to hand to the compiler: it has an extension of the profile's. */
bool profile_compiles(const struct profile *profile, const char *name);

/* .h .hpp .hh .hxx .inc: belongs to its neighbours' language. */
bool profile_is_header(const char *name);

#endif
