#include "problem/check.h"

#include "problem/files.h"

#include <stdarg.h>
#include <stdio.h>

void check_error(const struct tree *tree, const char *path, const char *format, ...)
{
	struct error error;
	char message[sizeof error.message];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof message, format, args);
	va_end(args);
	tree_error(tree, path, 0, 0, &error, "%s", message);
	tree_keep(tree, &error);
}

int package_check(const struct tree *tree, const struct problem *problem, struct error *err)
{
	check_layout(tree, problem);
	if (check_data(tree, problem, err) < 0)
		return -1;
	check_jury(tree, problem);
	return 0;
}
