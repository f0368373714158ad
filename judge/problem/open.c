#include "problem/open.h"

#include "problem/archive.h"
#include "problem/directory.h"

#include <sys/stat.h>

int tree_open(const char *path, struct tree *ret, struct error *err)
{
	struct stat st;

	if (stat(path, &st) == 0 && S_ISREG(st.st_mode))
		return tree_open_archive(path, ret, err);
	return tree_open_directory(path, ret, err);
}
