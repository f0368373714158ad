/*
 * validator_args: arguments of output validators that are stated by the validator's name.
 */
#ifndef PROBLEM_VALIDATOR_ARGS_H
#define PROBLEM_VALIDATOR_ARGS_H

#include "model/problem.h"
#include "util/yaml.h"

/*
 * The part of node that are the arguments of the problem's validator: node itself, unless it maps
 * names to arguments, {check: [a, b]}, or is the legacy {name: check, flags: a b}. NULL: none.
 */
int validator_args_choose(const struct yaml *doc, const yaml_node_t *node,
			  const struct yaml_field *field, const struct problem *problem,
			  const yaml_node_t **ret, struct error *err);

#endif
