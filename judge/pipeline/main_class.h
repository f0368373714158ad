/*
 * main_class: which of several files starts: the class with a main method, or the main script.
 */
#ifndef PIPELINE_MAIN_CLASS_H
#define PIPELINE_MAIN_CLASS_H

#include "model/problem.h"
#include "model/profile.h"
#include "model/submission.h"
#include "model/tree.h"
#include "pipeline/artifact.h"
#include "util/error.h"

#include <stdbool.h>

/* Does a Java class file declare "static void main(String[])"? Looks at its constant pool. */
bool main_class_has_main(const unsigned char *bytes, size_t size);

/*
 * The class to start, as java wants it ("pkg.Main"); "" if none has a main method. Of several the
 * entry point wins, then Main, then one named like a source file, then the first by name.
 */
void main_class_find(const struct artifact *artifact, const struct submission *submission,
		     char *name, size_t size);

/*
 * The source to start: the entry point, with or without its extension, __main__ or main with any
 * extension, else the first.
 */
const char *main_source_find(const struct submission *submission);

/* States the entry point, as the user wrote it; ERROR_USAGE if it is too long. */
int main_entry_point_set(const char *stated, struct submission *submission, struct error *err);

/*
 * ERROR_USAGE if the profile starts a source, and the entry point that is stated is none of the
 * submission's nor of those that the package adds. Where a class is started, only compiling tells.
 */
int main_entry_point_check(const struct profile *profile, const struct problem *problem,
			   const struct tree *tree, const struct submission *submission,
			   struct error *err);

/* Is the class the one that the entry point means, or, if it means none, is it at least a source? */
bool main_class_is_stated(const char *class, const struct submission *submission);

#endif
