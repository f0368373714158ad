/*
 * main_class: which of several files starts: the class with a main method, or the main script.
 */
#ifndef PIPELINE_MAIN_CLASS_H
#define PIPELINE_MAIN_CLASS_H

#include "model/submission.h"
#include "pipeline/artifact.h"

#include <stdbool.h>

/* Does a Java class file declare "static void main(String[])"? Looks at its constant pool. */
bool main_class_has_main(const unsigned char *bytes, size_t size);

/*
 * The class to start, as java wants it ("pkg.Main"); "" if none has a main method. Of several the
 * entry point wins, then Main, then one named like a source file, then the first by name.
 */
void main_class_find(const struct artifact *artifact, const struct submission *submission,
		     char *name, size_t size);

/* The source to start: the entry point, __main__ or main with any extension, else the first. */
const char *main_source_find(const struct submission *submission);

#endif
