#include "checkers/arguments.h"

#include "util/string.h"

#include <string.h>

int arguments_none(const struct comparer *comparer, const char *args, struct error *err)
{
	char safe[128];

	if (!*args)
		return 0;
	text_sanitise_utf8(args, strlen(args), safe, sizeof safe);
	return error_usage(err, "%s takes no arguments: remove \"%s\"", comparer->name, safe);
}
