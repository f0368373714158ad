#include "problem/validator_args.h"

#include <string.h>

/* "check" is the program output_validators/check, and also output_validators/check.py. */
static bool is_called(const struct program *program, const char *name)
{
	const char *slash = strrchr(program->name, '/');
	const char *own = slash ? slash + 1 : program->name;
	size_t length = strlen(name);

	return !strncmp(own, name, length) && (own[length] == '\0' || own[length] == '.');
}

/* Without validators it is the built-in one, which the format calls default. */
static bool is_validator(const struct problem *problem, const char *name)
{
	return problem->validator_count ? is_called(&problem->validators[0], name) :
					  !strcmp(name, "default");
}

static int check_name(const struct yaml *doc, const yaml_node_t *node,
		      const struct yaml_field *field, const struct problem *problem,
		      struct error *err)
{
	if (is_validator(problem, yaml_text(node)))
		return 0;
	return yaml_error(doc, node, err, "%s: there is no output validator \"%.60s\"",
			  field->key, yaml_text(node));
}

int validator_args_choose(const struct yaml *doc, const yaml_node_t *node,
			  const struct yaml_field *field, const struct problem *problem,
			  const yaml_node_t **ret, struct error *err)
{
	const yaml_node_t *name = yaml_get(doc, node, "name");

	*ret = node;
	if (yaml_kind(node) != YAML_KIND_MAPPING)
		return 0;
	*ret = NULL;
	if (problem->validator_count > 1)
		return yaml_error(doc, node, err, "%s: arguments for one of several validators "
				  "are not supported; write those of all", field->key);
	if (name) {
		*ret = yaml_get(doc, node, "flags");
		return check_name(doc, name, field, problem, err);
	}
	for (size_t i = 0; i < yaml_count(node); i++) {
		if (check_name(doc, yaml_key(doc, node, i), field, problem, err) < 0)
			return -1;
		*ret = yaml_value(doc, node, i);
	}
	return 0;
}
