/*
 * constants: `constants` of problem.yaml, which stand as {{name}} in files of the package.
 *
 * The format has them replaced in validators, in include/, in example submissions and in
 * test_group.yaml; not in test data, nor in problem.yaml itself.
 */
#ifndef PROBLEM_CONSTANTS_H
#define PROBLEM_CONSTANTS_H

#include "model/problem.h"
#include "util/string.h"
#include "util/yaml.h"

#include <stdbool.h>
#include <stddef.h>

/* A loader of the key; the member is a struct problem, which owns what is loaded. */
yaml_loader load_constants;

/*
 * Appends bytes to *ret_text with each {{name}} of a known name replaced by its value, once: what
 * a value brings along stays as it is. Braces around anything else stay too. The bytes may be of
 * any kind. False when the result would be longer than max bytes; *ret_text is then part of it.
 *
 *	autostrbuf struct strbuf text = { 0 };
 *
 *	if (!constants_substitute(problem->constants, problem->constant_count, bytes, size,
 *				  max, &text))
 *		... too large
 */
bool constants_substitute(const struct constant *constants, size_t count, const char *bytes,
			  size_t size, size_t max, struct strbuf *ret_text);

#endif
