#include "worker/trial.h"

#include "util/fd.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Files of a tree are sorted by path: "data/" is one piece, into whose place the test goes. */
static const char folder[] = "data/";
static const char *const names[] = { "data/sample/1.ans", "data/sample/1.in" };
enum { OWN = 2 };

static int add_test(const char *input, size_t size, struct tree *tree, struct error *err)
{
	for (size_t i = 0; i < OWN; i++) {
		struct tree_file *file = &tree->files[tree->count];

		*file = (struct tree_file){ .path = (char *)(uintptr_t)names[i],
					    .size = i ? size : 0 };
		file->fd = fd_sealed("try", input, (size_t)file->size);
		if (file->fd < 0)
			return error_system(err, "cannot hold an input");
		tree->count++;
	}
	return 0;
}

int trial_open(const struct tree *base, const char *input, size_t size, struct tree *ret_tree,
	       struct error *err)
{
	size_t count = base ? base->count : 0, i = 0;

	*ret_tree = (struct tree){ .name = "try", .origin = "try" };
	if (base)
		*ret_tree = *base;
	ret_tree->count = 0;
	ret_tree->files = calloc(count + OWN, sizeof *ret_tree->files);
	if (!ret_tree->files)
		return error_system(err, "try");
	for (; i < count && strcmp(base->files[i].path, folder) < 0; i++)
		ret_tree->files[ret_tree->count++] = base->files[i];
	if (add_test(input, size, ret_tree, err) < 0) {
		trial_close(ret_tree);
		return -1;
	}
	for (; i < count; i++)
		if (strncmp(base->files[i].path, folder, strlen(folder)) != 0)
			ret_tree->files[ret_tree->count++] = base->files[i];
	return 0;
}

void trial_close(struct tree *tree)
{
	for (size_t i = 0; i < tree->count; i++)
		if (tree->files[i].path == names[0] || tree->files[i].path == names[1])
			close(tree->files[i].fd);
	free(tree->files);
	*tree = (struct tree){ .count = 0 };
}
