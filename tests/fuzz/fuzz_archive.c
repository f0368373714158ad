/* An archive of any kind, as a package. */
#include "fuzz.h"

#include "problem/archive.h"
#include "problem/problem.h"

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tree tree;
	struct problem problem;
	struct error err = { 0 };
	char path[64];
	int fd = fuzz_file(data, size, path);

	if (tree_open_archive(path, &tree, &err) < 0) {
		fuzz_expect_error(&err);
		close(fd);
		return 0;
	}
	if (problem_load(&tree, &problem, &err) < 0)
		fuzz_expect_error(&err);
	else
		problem_free(&problem);
	tree_free(&tree);
	close(fd);
	return 0;
}
