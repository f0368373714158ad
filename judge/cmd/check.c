#include "checker/checker.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "util/cleanup.h"
#include "util/fd.h"
#include "util/string.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_ACCEPT = 42, EXIT_REJECT = 43 };	/* of an ICPC output validator */
enum { OPERANDS = 4, PIECE_BYTES = 65536 };

static const struct usage usage = {
	.command = "check",
	.operands = "NAME INPUT ANSWER FEEDBACKDIR [ARGS...] < OUTPUT",
	.summary = "compares an output with an answer, as an ICPC output validator",
	.details = "Exits with 42 to accept; with 43 to reject, after writing why to\n"
		   "FEEDBACKDIR/judgemessage.txt; with anything else on an error, an answer that\n"
		   "the checker cannot read among them. What follows FEEDBACKDIR is the checker's\n"
		   "own. One that scores accepts all that is worth something, and writes how much\n"
		   "to FEEDBACKDIR/score.txt: a share of 1, or points.\n",
};

struct check_options {
	bool list;
};

static const struct option_row rows[] = {
	{ "list", '\0', NULL, OPTION_FLAG, offsetof(struct check_options, list),
	  "list the checkers" },
	{ 0 },
};

struct answer {
	const char *data;
	size_t size;
	void *mapping;		/* or */
	struct strbuf copy;	/* of what cannot be mapped */
};

static void answer_release(struct answer *answer)
{
	if (answer->mapping)
		munmap(answer->mapping, answer->size);
	strbuf_free(&answer->copy);
}

static int answer_copy(int fd, struct answer *answer)
{
	char piece[PIECE_BYTES];
	ssize_t n;

	while ((n = fd_read_full(fd, piece, sizeof piece)) > 0)
		strbuf_append(&answer->copy, piece, (size_t)n);
	strbuf_append(&answer->copy, "", 0);
	answer->data = answer->copy.text;
	answer->size = answer->copy.length;
	return n < 0 ? -1 : 0;
}

static int answer_map(int fd, size_t size, struct answer *answer)
{
	void *mapping = mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);

	if (mapping == MAP_FAILED)
		return -1;
	answer->data = answer->mapping = mapping;
	answer->size = size;
	return 0;
}

static int answer_open(const char *path, struct answer *answer, struct error *err)
{
	autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	bool mappable;

	if (fd < 0)
		return error_set(err, ERROR_USAGE, errno, "%s", path);
	if (fstat(fd, &st) < 0)
		return error_system(err, "%s", path);
	if (S_ISDIR(st.st_mode))
		return error_set(err, ERROR_USAGE, EISDIR, "%s", path);
	mappable = S_ISREG(st.st_mode) && st.st_size > 0;
	if ((mappable ? answer_map(fd, (size_t)st.st_size, answer) : answer_copy(fd, answer)) < 0)
		return error_system(err, "%s", path);
	return 0;
}

static int compare_stdin(struct comparison *comparison, struct comparison_result *ret_result,
			 struct error *err)
{
	char piece[PIECE_BYTES];
	ssize_t n;

	while ((n = read(STDIN_FILENO, piece, sizeof piece)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_system(err, "standard input");
		if (!comparison_feed(comparison, piece, (size_t)n))
			break;
	}
	comparison_finish(comparison, ret_result);
	return 0;
}

static int write_line(int dir, const char *directory, const char *name, const char *text,
		      struct error *err)
{
	autoclose int fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0 || fd_write_all(fd, text, strlen(text)) < 0 || fd_write_all(fd, "\n", 1) < 0)
		return error_system(err, "%s/%s", directory, name);
	return 0;
}

static int write_feedback(const char *directory, const struct comparison_result *result,
			  bool scored, struct error *err)
{
	autoclose int dir = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	char score[40];

	if (dir < 0)
		return error_set(err, ERROR_USAGE, errno, "%s", directory);
	if (result->reason[0] &&
	    write_line(dir, directory, "judgemessage.txt", result->reason, err) < 0)
		return -1;
	if (!scored)
		return 0;
	snprintf(score, sizeof score, "%.15g", result->score);
	return write_line(dir, directory, "score.txt", score, err);
}

static int pack(char *const *words, struct strbuf *packed, struct error *err)
{
	for (; *words; words++) {
		if (!**words)
			return error_usage(err, "an argument of the checker is empty");
		strbuf_append(packed, *words, strlen(*words) + 1);
	}
	strbuf_append(packed, "", 1);
	return 0;
}

/* operands: NAME INPUT ANSWER FEEDBACKDIR [ARGS...] NULL */
static int check(char *const *operands, struct error *err)
{
	__attribute__((cleanup(answer_release))) struct answer answer = { 0 };
	autocomparison struct comparison *comparison = NULL;
	autostrbuf struct strbuf args = { 0 };
	const struct comparer *comparer = checker_find(operands[0]);
	struct comparison_result result;
	bool accepted;

	if (!comparer)
		return checker_unknown(operands[0], err);
	if (pack(operands + OPERANDS, &args, err) < 0 ||
	    answer_open(operands[2], &answer, err) < 0 ||
	    comparer->open(args.text, answer.data, answer.size, &comparison, err) < 0 ||
	    compare_stdin(comparison, &result, err) < 0)
		return -1;
	if (result.package_fault)
		return error_set(err, ERROR_USAGE, 0, "%s: %s", operands[2], result.reason);
	accepted = result.accepted || result.score > 0;
	if ((comparer->scores || !accepted) &&
	    write_feedback(operands[3], &result, comparer->scores && accepted, err) < 0)
		return -1;
	return accepted ? EXIT_ACCEPT : EXIT_REJECT;
}

static int list(void)
{
	size_t count;
	const struct comparer *const *comparers = checker_list(&count);

	for (size_t i = 0; i < count; i++)
		printf("%-16s %s\n", comparers[i]->name, comparers[i]->summary);
	return 0;
}

/* Only what stands before the checker's own arguments is read for options: "-x" may be one. */
int cmd_check(const struct invocation *invocation, int argc, char **argv)
{
	struct check_options options = { 0 };
	struct error err;
	int first, status;

	(void)invocation;
	first = options_parse(&usage, rows, &options, argc <= OPERANDS ? argc : OPERANDS + 1, argv,
			      &err);
	if (first == OPTIONS_HELP)
		return 0;
	if (first >= 0 && options.list)
		return list();
	if (first >= 0 && argc - first < OPERANDS)
		first = error_usage(&err, "check needs %s; see --help", usage.operands);
	status = first < 0 ? -1 : check(argv + first, &err);
	if (status < 0) {
		error_print(&err);
		return error_exit_status(&err);
	}
	return status;
}
