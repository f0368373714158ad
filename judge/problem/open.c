#include "problem/open.h"

#include "problem/archive.h"
#include "problem/directory.h"

#include "util/cleanup.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

int tree_open(const char *path, struct tree *ret, struct error *err)
{
	return is_file(path) ? tree_open_archive(path, ret, err) :
			       tree_open_directory(path, ret, err);
}

int tree_names_differ(char *const *paths, int count, struct error *err)
{
	autofree char (*names)[sizeof ((struct tree *)0)->name] = NULL;

	names = calloc((size_t)count + 1, sizeof *names);
	if (!names)
		return error_system(err, "packages");
	for (int i = 0; i < count; i++) {
		if (is_file(paths[i]))
			archive_name(paths[i], names[i], sizeof names[i]);
		else
			directory_name(paths[i], names[i], sizeof names[i]);
		for (int k = 0; k < i; k++)
			if (!strcmp(names[k], names[i]))
				return error_usage(err, "%s and %s are both called %s; name them in "
						   "calls of their own", paths[k], paths[i],
						   names[i]);
	}
	return 0;
}
