/*
 * package pull: the package is fetched under a temporary name beside the directory that it is to
 * become, in a process of its own: whatever ends it, the rest is removed.
 */
#include "cmd/guard.h"
#include "cmd/package.h"

#include "problem/directory.h"
#include "problem/tree_build.h"
#include "queue/package.h"
#include "report/progress.h"
#include "util/cleanup.h"
#include "util/fd.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct pull_options {
	const char *database;
	unsigned version;
};

static const struct option_row rows[] = {
	{ "version", 'n', "N", OPTION_UNSIGNED, offsetof(struct pull_options, version),
	  "that version (default: the newest)" },
	DATABASE_OPTION(struct pull_options, database),
	{ 0 },
};

static const struct usage usage = {
	"package pull", "NAME [DIR]", "Brings a package back out of the database.",
	"It becomes the directory DIR (default: NAME), which must not exist or be empty. What was\n"
	"fetched is checked; if anything is amiss, or missing, or Ctrl-C ends it, there is none.\n"
	"Exit status: 0 it is there, 2 usage or no such package, 3 no database or host fault.",
};

enum { FETCHED_BYTES = CONTENT_CHUNK, FETCHED_PIECES = 256 };

struct pull {
	const struct invocation *invocation;
	const struct pull_options *options;
	struct queue *queue;
	const char *name, *target;
	const json_t *row;		/* of "package list" */
	int version;
	struct package_manifest manifest;
	char directory[4096];		/* under a temporary name; "": none yet */
	int root;
	struct package_piece pieces[FETCHED_PIECES];
	size_t files[FETCHED_PIECES];	/* whose pieces they are */
	struct content content;		/* of the file that is being written */
	int fd;
	struct progress progress;
};

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *place)
{
	(void)st, (void)kind, (void)place;
	return remove(path);
}

static void pull_free(struct pull *pull)
{
	progress_hide(&pull->progress);
	if (pull->fd >= 0)
		close(pull->fd);
	if (pull->root >= 0)
		close(pull->root);
	content_free(&pull->content);
	package_manifest_free(&pull->manifest);
}

/* ---- Files --------------------------------------------------------------------------------- */

static int make_folders(const struct pull *pull, const char *path, struct error *err)
{
	char folder[4096];

	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
		if (mkdirat(pull->root, folder, 0777) < 0 && errno != EEXIST)
			return error_system(err, "cannot make %s/%s", pull->directory, folder);
	}
	return 0;
}

static int open_file(struct pull *pull, const char *path, struct error *err)
{
	if (make_folders(pull, path, err) < 0)
		return -1;
	pull->fd = openat(pull->root, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
			  0666);
	return pull->fd < 0 ? error_system(err, "cannot make %s/%s", pull->directory, path) : 0;
}

static int close_file(struct pull *pull, const struct package_file *file, struct error *err)
{
	unsigned char hash[CONTENT_HASH];
	int fd = TAKE_FD(pull->fd);

	content_hash(&pull->content, hash);
	content_free(&pull->content);
	if (close(fd) < 0)
		return error_system(err, "cannot write %s/%s", pull->directory, file->path);
	if (memcmp(hash, file->content, sizeof hash) != 0)
		return error_set(err, ERROR_SYSTEM, 0, "%s arrived damaged; pull again, and if that "
				 "does not help push the package again", file->path);
	return 0;
}

static int on_piece(void *context, size_t i, const void *bytes, size_t size, struct error *err)
{
	struct pull *pull = context;
	const struct package_file *file = &pull->manifest.files[pull->files[i]];
	size_t ordinal = pull->pieces[i].ordinal;

	if (ordinal == 0 && open_file(pull, file->path, err) < 0)
		return -1;
	if (fd_write_all(pull->fd, bytes, size) < 0)
		return error_system(err, "cannot write %s/%s", pull->directory, file->path);
	content_add(&pull->content, bytes, size);
	return ordinal + 1 == content_chunks(file->size) ? close_file(pull, file, err) : 0;
}

static int fetch(struct pull *pull, size_t count, struct error *err)
{
	size_t missing;

	if (queue_package_fetch(pull->queue, pull->pieces, count, on_piece, pull, &missing,
				err) < 0)
		return -1;
	if (missing)
		return error_usage(err, "version %d was dropped meanwhile; pull again",
				   pull->version);
	return 0;
}

/* One that is empty has no pieces: it is there as soon as it is made. */
static int make_empty(struct pull *pull, const struct package_file *file, struct error *err)
{
	return open_file(pull, file->path, err) < 0 ? -1 : close_file(pull, file, err);
}

static int fetch_files(struct pull *pull, struct error *err)
{
	size_t count = 0, bytes = 0;

	for (size_t i = 0; i < pull->manifest.count; i++) {
		const struct package_file *file = &pull->manifest.files[i];
		size_t chunks = content_chunks(file->size);

		progress_show(&pull->progress, i, file->path);
		/* The file before it is open if some of its pieces are yet to be fetched. */
		if (chunks == 0 && pull->fd >= 0) {
			if (fetch(pull, count, err) < 0)
				return -1;
			count = bytes = 0;
		}
		if (chunks == 0 && make_empty(pull, file, err) < 0)
			return -1;
		for (size_t k = 0; k < chunks; k++) {
			size_t size = content_chunk_size(file->size, k);

			if (count == FETCHED_PIECES || bytes + size > FETCHED_BYTES) {
				if (fetch(pull, count, err) < 0)
					return -1;
				count = bytes = 0;
			}
			pull->pieces[count] = (struct package_piece){ file->content, k };
			pull->files[count++] = i;
			bytes += size;
		}
	}
	return count ? fetch(pull, count, err) : 0;
}

/* ---- The package --------------------------------------------------------------------------- */

/* The row of "package list"; version 0: the newest. */
static const json_t *find_version(const json_t *list, const char *name, unsigned version)
{
	const json_t *row;
	size_t i;

	json_array_foreach(list, i, row)
		if (!strcmp(record_text(row, "package"), name) &&
		    (!version || (unsigned)record_number(row, "version") == version))
			return row;
	return NULL;
}

static int check_hash(const struct pull *pull, const char *expected, struct error *err)
{
	__attribute__((cleanup(tree_free))) struct tree tree = { .count = 0 };
	char hash[2 * sizeof tree.hash + 1];

	if (tree_open_directory(pull->directory, &tree, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof tree.hash; i++)
		snprintf(hash + 2 * i, 3, "%02x", tree.hash[i]);
	if (!strcmp(hash, expected))
		return 0;
	return error_set(err, ERROR_SYSTEM, 0, "the files are not those that were pushed; pull again");
}

static int make_directory(struct pull *pull, struct error *err)
{
	mode_t mask = umask(0);

	umask(mask);
	if (snprintf(pull->directory, sizeof pull->directory, "%s.XXXXXX", pull->target) >=
	    (int)sizeof pull->directory || !mkdtemp(pull->directory)) {
		*pull->directory = '\0';
		return error_system(err, "cannot make a directory beside %s", pull->target);
	}
	pull->root = open(pull->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (pull->root < 0 || fchmod(pull->root, 0777 & ~mask) < 0)
		return error_system(err, "cannot use %s", pull->directory);
	return 0;
}

static int exists_already(const struct pull *pull, struct error *err)
{
	return error_usage(err, "%s exists already; say where to: assize package pull %s DIR",
			   pull->target, pull->name);
}

/* Asked before anything is fetched; what comes in between, rename() finds. */
static int check_target(const struct pull *pull, struct error *err)
{
	DIR *directory = opendir(pull->target);
	unsigned entries = 0;

	if (!directory)
		return errno == ENOENT ? 0 : errno == ENOTDIR ? exists_already(pull, err) :
		       error_system(err, "cannot use %s", pull->target);
	while (readdir(directory))
		entries++;	/* "." and ".." are there */
	closedir(directory);
	return entries > 2 ? exists_already(pull, err) : 0;
}

static int fetch_package(struct pull *pull, struct error *err)
{
	while (!pull->manifest.complete)
		if (queue_package_manifest(pull->queue, pull->name, pull->version, &pull->manifest,
					   err) < 0)
			return -1;
	for (size_t i = 0; i < pull->manifest.count; i++)
		if (!tree_knows_path(pull->manifest.files[i].path))
			return error_set(err, ERROR_SYSTEM, 0, "the manifest in the database is damaged "
					 "at \"%.200s\"; push the package again",
					 pull->manifest.files[i].path);
	progress_init(&pull->progress, terminal_of(stderr), pull->manifest.count);
	if (fetch_files(pull, err) < 0 ||
	    check_hash(pull, record_text(pull->row, "tree_hash"), err) < 0)
		return -1;
	if (rename(pull->directory, pull->target) < 0)
		return errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR ?
			       exists_already(pull, err) :
			       error_system(err, "cannot make %s", pull->target);
	return 0;
}

static int fail(const struct pull *pull, struct error *err)
{
	error_context(err, "package %s", pull->name);
	error_print(err);
	return error_exit_status(err);
}

/* The child's part, with a connection of its own. */
static int fetch_and_say(void *context)
{
	struct pull *pull = context;
	autoqueue struct queue *queue = NULL;
	struct error err = { 0 };
	char size[TEXT_HUMAN_MAX];
	bool good;

	good = database_connect(pull->invocation, pull->options->database, &queue, &err) == 0;
	pull->queue = queue;
	good = good && fetch_package(pull, &err) == 0;
	progress_hide(&pull->progress);
	if (!good)
		return fail(pull, &err);
	printf("%s: version %d, %zu files, %s, in %s\n", pull->name, pull->version,
	       pull->manifest.count,
	       text_bytes((int64_t)record_number(pull->row, "bytes"), size), pull->target);
	if (fflush(stdout) == 0)
		return 0;
	error_system(&err, "cannot write the results");
	return fail(pull, &err);
}

/* The exit status, or -1. */
static int fetch_guarded(struct pull *pull, struct error *err)
{
	struct guard guard;
	int status;

	guard_begin(&guard);
	status = make_directory(pull, err);
	if (status == 0)
		status = guard_run(&guard, fetch_and_say, pull, err);
	if (*pull->directory)	/* it has another name if all went well */
		nftw(pull->directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	guard_end(&guard);
	return status;
}

static int find_package(struct pull *pull, json_t **ret_list, struct error *err)
{
	autoqueue struct queue *queue = NULL;

	if (database_connect(pull->invocation, pull->options->database, &queue, err) < 0 ||
	    package_versions(queue, ret_list, err) < 0)
		return -1;
	pull->row = find_version(*ret_list, pull->name, pull->options->version);
	if (!pull->row)
		return error_usage(err, "there is no such package or version; see assize package "
				   "list");
	pull->version = (int)record_number(pull->row, "version");
	return 0;
}

/* Without slashes at its end: a name that a directory can be renamed to. */
static char *target_of(const char *operand)
{
	size_t length = strlen(operand);
	char *target;

	while (length > 1 && operand[length - 1] == '/')
		length--;
	target = strndup(operand, length);
	if (!target)
		abort();
	return target;
}

static int check_name(const char *target, struct error *err)
{
	const char *slash = strrchr(target, '/'), *last = slash ? slash + 1 : target;

	if (*last && strcmp(last, ".") != 0 && strcmp(last, "..") != 0)
		return 0;
	return error_usage(err, "\"%s\" cannot be made; say where to by the name of a new directory",
			   target);
}

static int pull_one(const struct invocation *invocation, const struct pull_options *options,
		    const char *name, const char *operand, struct error *err)
{
	autofree char *target = target_of(operand);
	__attribute__((cleanup(pull_free))) struct pull pull = {
		.invocation = invocation, .options = options, .name = name, .target = target,
		.root = -1, .fd = -1,
	};
	autojson json_t *list = NULL;

	if (check_name(target, err) < 0 || find_package(&pull, &list, err) < 0 ||
	    check_target(&pull, err) < 0)
		return -1;
	return fetch_guarded(&pull, err);
}

int package_word_pull(const struct invocation *invocation, int argc, char **argv)
{
	struct pull_options options = { 0 };
	struct error err = { 0 };
	int first = options_parse(&usage, rows, &options, argc, argv, &err), status;
	const char *name = first >= 0 && first < argc ? argv[first] : "";

	if (first == OPTIONS_HELP)
		return 0;
	if (first >= 0 && (argc - first < 1 || argc - first > 2))
		first = error_usage(&err, "package pull needs the name of a package, and at most a "
				    "directory");
	if (first < 0) {
		error_print(&err);
		return error_exit_status(&err);
	}
	status = pull_one(invocation, &options, name, argc - first == 2 ? argv[first + 1] : name,
			  &err);
	if (status >= 0)
		return status;
	error_context(&err, "package %s", name);
	error_print(&err);
	return error_exit_status(&err);
}
