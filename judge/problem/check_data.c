#include "problem/check.h"

#include "problem/files.h"
#include "util/cleanup.h"

#include <errno.h>
#include <openssl/evp.h>
#include <string.h>

enum { PIECE_BYTES = 65536 };

/* What a file's bytes show. */
struct look {
	unsigned line;			/* of the first CR; 0: none */
	bool has_nul, has_bom, ends_line;
	unsigned char hash[32];
};

static void look_at(struct look *look, unsigned *line, const char *data, size_t size)
{
	const char *end = data + size;

	look->has_nul |= memchr(data, '\0', size) != NULL;
	while (!look->line) {
		const char *newline = memchr(data, '\n', (size_t)(end - data));
		const char *stop = newline ? newline : end;

		if (memchr(data, '\r', (size_t)(stop - data)))
			look->line = *line;
		if (!newline)
			break;
		++*line;
		data = newline + 1;
	}
	look->ends_line = end[-1] == '\n';
}

static int read_all(const struct tree *tree, const struct tree_file *file, EVP_MD_CTX *hash,
		    struct look *look, struct error *err)
{
	char piece[PIECE_BYTES];
	uint64_t done = 0;
	unsigned line = 1;

	if (!EVP_DigestInit_ex(hash, EVP_sha256(), NULL))
		abort();
	while (done < file->size) {
		ssize_t n = pread(file->fd, piece, sizeof piece, (off_t)done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_system(err, "cannot read %s/%s", tree->origin, file->path);
		if (n == 0)
			break;
		if (done == 0)
			look->has_bom = n >= 3 && !memcmp(piece, "\xef\xbb\xbf", 3);
		if (!EVP_DigestUpdate(hash, piece, (size_t)n))
			abort();
		look_at(look, &line, piece, (size_t)n);
		done += (uint64_t)n;
	}
	if (!EVP_DigestFinal_ex(hash, look->hash, NULL))
		abort();
	return 0;
}

/* Bytes that are no text have lines by accident only. */
static void warn_of_text(const struct tree *tree, const struct tree_file *file,
			 const struct look *look)
{
	if (file->size == 0 || look->has_nul)
		return;
	if (look->has_bom)
		tree_warn(tree, file->path, 1, 1, "begins with a byte order mark; remove it");
	if (look->line)
		tree_warn(tree, file->path, look->line, 0,
			  "carriage return; lines end with a newline alone");
	if (!look->ends_line)
		tree_warn(tree, file->path, 0, 0, "does not end with a newline");
}

static int check_file(const struct tree *tree, size_t index, EVP_MD_CTX *hash, struct look *look,
		      struct error *err)
{
	const struct tree_file *file = &tree->files[index];

	*look = (struct look){ .line = 0 };
	if (read_all(tree, file, hash, look, err) < 0)
		return -1;
	warn_of_text(tree, file, look);
	return 0;
}

/* ---- Test cases that are the same --------------------------------------------------------- */

struct input {
	unsigned char hash[32];
	const struct test_case *test;
};

static int by_hash(const void *a_pointer, const void *b_pointer)
{
	const struct input *a = a_pointer, *b = b_pointer;
	int order = memcmp(a->hash, b->hash, sizeof a->hash);

	return order ? order : strcmp(a->test->name, b->test->name);
}

static void warn_of_doubles(const struct tree *tree, struct input *inputs, size_t count)
{
	qsort(inputs, count, sizeof *inputs, by_hash);
	for (size_t i = 1; i < count; i++) {
		const struct test_case *test = inputs[i].test, *before = inputs[i - 1].test;

		if (!memcmp(inputs[i].hash, inputs[i - 1].hash, sizeof inputs[i].hash))
			tree_warn(tree, tree->files[test->input].path, 0, 0,
				  "is the same input as that of %s", before->name);
	}
}

/* Arguments and files of its own may make a test case another one. */
static bool is_its_input(const struct test_case *test)
{
	return !(test->program_args && *test->program_args) && test->file_count == 0;
}

static int check_tests(const struct tree *tree, const struct problem *problem, EVP_MD_CTX *hash,
		       struct input *inputs, struct error *err)
{
	size_t count = 0;

	for (size_t i = 0; i < problem->test_count; i++) {
		const struct test_case *test = &problem->tests[i];
		struct look input, answer;

		if (test->is_static)
			continue;
		if (check_file(tree, test->input, hash, &input, err) < 0 ||
		    check_file(tree, test->answer, hash, &answer, err) < 0)
			return -1;
		if (tree->files[test->answer].size == 0 && problem->validator_count == 0)
			tree_warn(tree, tree->files[test->answer].path, 0, 0,
				  "is empty: only an empty output is accepted");
		if (!is_its_input(test))
			continue;
		inputs[count].test = test;
		memcpy(inputs[count++].hash, input.hash, sizeof input.hash);
	}
	/* Submitted outputs are told apart by answers; the inputs are often empty. */
	if (!problem->type.submit_answer && count)
		warn_of_doubles(tree, inputs, count);
	return 0;
}

int check_data(const struct tree *tree, const struct problem *problem, struct error *err)
{
	autofree struct input *inputs = calloc(problem->test_count + 1, sizeof *inputs);
	EVP_MD_CTX *hash = EVP_MD_CTX_new();
	bool has_sample = false, has_static = false;
	int result;

	if (!inputs || !hash)
		abort();
	for (size_t i = 0; i < problem->test_count; i++) {
		has_static |= problem->tests[i].is_static;
		has_sample |= problem->tests[i].sample && !problem->tests[i].is_static;
	}
	if (problem->static_validator_count && !has_static)
		tree_warn(tree, "static_validator", 0, 0, "is never asked: no test_group.yaml has "
			  "static_validation_score");
	if (!has_sample && problem->test_count && problem->format != FORMAT_PLAIN)
		tree_warn(tree, "data/sample", 0, 0, "no samples; contestants will miss one");
	result = check_tests(tree, problem, hash, inputs, err);
	EVP_MD_CTX_free(hash);
	return result;
}
