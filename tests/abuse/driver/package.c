#include "package.h"

#include "problem/tree_build.h"
#include "util/cleanup.h"
#include "util/fd.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* The sources of cases are programs when they come prebuilt. */
#define LIMITS "limits:\n  code: 65536\n"

static const char problem_yaml[] = "name: abuse\n" LIMITS;
static const char interactive_yaml[] =
	"name: abuse\nvalidation: custom interactive\n" LIMITS "  validation_time: 4\n";

/* Not a hole, which on some file systems is filled and charged when it is read. */
static int fill_up(int fd, off_t size)
{
	static const char zeros[65536];
	off_t end = lseek(fd, 0, SEEK_END);

	while (end >= 0 && end < size) {
		size_t left = (size_t)(size - end);
		ssize_t n = write(fd, zeros, left < sizeof zeros ? left : sizeof zeros);

		if (n <= 0)
			return -1;
		end += n;
	}
	return end < 0 ? -1 : 0;
}

/* An ordinary file as in a user's package, readable for everyone, but without a name any more. */
static int nameless_file(const char *text, off_t size, struct error *err)
{
	const char *directory = getenv("TMPDIR");
	char path[4096], self[48];
	autoclose int writing = -1;
	int fd;

	snprintf(path, sizeof path, "%s/assize-abuse.XXXXXX", directory ? directory : "/tmp");
	writing = mkostemp(path, O_CLOEXEC);
	if (writing < 0)
		return error_system(err, "cannot make %s", path);
	unlink(path);
	if (fd_write_all(writing, text, strlen(text)) < 0 || fchmod(writing, 0644) < 0 ||
	    fill_up(writing, size) < 0)
		return error_system(err, "cannot write %s", path);
	snprintf(self, sizeof self, "/proc/self/fd/%d", writing);
	fd = open(self, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? error_system(err, "cannot open %s again", path) : fd;
}

static int add(struct tree *tree, const char *path, const char *text, off_t size,
	       struct error *err)
{
	int fd = nameless_file(text, size, err);
	off_t length = (off_t)strlen(text);

	return fd < 0 ? -1 :
	       tree_add(tree, path, fd, (uint64_t)(size > length ? size : length), err);
}

static int add_test(struct tree *tree, size_t index, const char *name, const char *answer,
		    off_t input_bytes, struct error *err)
{
	char path[128], input[64], output[300];

	snprintf(input, sizeof input, "%s\n", name);
	snprintf(output, sizeof output, "%s\n", answer);
	snprintf(path, sizeof path, "data/secret/%02zu-%s.in", index + 1, name);
	if (add(tree, path, input, input_bytes, err) < 0)
		return -1;
	snprintf(path, sizeof path, "data/secret/%02zu-%s.ans", index + 1, name);
	return add(tree, path, output, 0, err);
}

static int add_interactor(struct tree *tree, const char *path, struct error *err)
{
	autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);
	char text[16384];
	ssize_t n = fd < 0 ? -1 : fd_read_full(fd, text, sizeof text - 1);

	if (n < 0)
		return error_system(err, "cannot read %s", path);
	text[n] = '\0';
	return add(tree, "output_validators/interactor.c", text, 0, err);
}

int package_make(const char *const *tests, size_t count, const char *answer, off_t input_bytes,
		 const char *interactor, struct tree *ret_tree, struct error *err)
{
	struct tree tree = { .count = 0 };
	int result;

	tree_set_origin(&tree, "abuse", "abuse");
	result = add(&tree, "problem.yaml", interactor ? interactive_yaml : problem_yaml, 0, err);
	if (result == 0 && interactor)
		result = add_interactor(&tree, interactor, err);
	for (size_t i = 0; i < count && result == 0; i++)
		result = add_test(&tree, i, tests[i], answer, input_bytes, err);
	if (result == 0)
		result = tree_finish(&tree, err);
	if (result < 0) {
		tree_free(&tree);
		return -1;
	}
	*ret_tree = tree;
	return 0;
}

static int hash_file(EVP_MD_CTX *context, const struct tree_file *file)
{
	char buffer[65536];
	off_t offset = 0;
	ssize_t n;

	while ((n = pread(file->fd, buffer, sizeof buffer, offset)) > 0) {
		if (!EVP_DigestUpdate(context, buffer, (size_t)n))
			return -1;
		offset += n;
	}
	return n == 0 && EVP_DigestUpdate(context, &offset, sizeof offset) ? 0 : -1;
}

/* Not tree->hash: that was taken once, and it is what the files say now that counts. */
int package_hash(const struct tree *tree, unsigned char hash[32], struct error *err)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	int result = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) ? 0 : -1;

	for (size_t i = 0; i < tree->count && result == 0; i++)
		result = hash_file(context, &tree->files[i]);
	if (result == 0 && !EVP_DigestFinal_ex(context, hash, NULL))
		result = -1;
	EVP_MD_CTX_free(context);
	return result < 0 ? error_system(err, "cannot hash the package") : 0;
}
