/*
 * words: values that are lists of words.
 */
#ifndef PROBLEM_WORDS_H
#define PROBLEM_WORDS_H

#include "util/yaml.h"

/* A loader for words: a string that is split at blanks, a list, or nothing at all. */
yaml_loader load_words;

/*
 * The words of node as a set: ORs the values of those of known, whose table ends as that of
 * yaml_enum(). An unknown word and one that stands there twice are errors.
 */
int load_word_set(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
		  const struct yaml_enum *known, unsigned *ret, struct error *err);

/* A copy of packed strings, in memory of its own: the caller frees it. */
char *packed_copy(const char *packed);

#endif
