/*
 * test_checker_tables [DIRECTORY]: every built-in checker against its table, NAME.table in
 * tests/checkers; table_file.h has the format. Each output is fed whole, byte by byte, and split
 * in two at each place (at MANY places if it is long), by each way of checkers/scan.h: verdict,
 * reason and place must be the same. With TABLE_BRIEFLY in the environment at two places, and by
 * one way.
 */
#include "checker/checker.h"
#include "util/cleanup.h"

#include "table_file.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const ways[] = { "plain", "sse2", "avx2" };

enum { ROWS_LEAST = 30, MANY = 300, WAYS = ARRAY_SIZE(ways) };

static bool is_brief(void)
{
	return getenv("TABLE_BRIEFLY");
}

struct subject {
	const struct comparer *comparer;
	const char *way;
	char *path, *name;
	unsigned rows, failed;
};

static void complain(struct subject *subject, const struct table_row *row, const char *feeding,
		     const char *what, const char *is)
{
	subject->failed++;
	print_error("%s:%u: %s, %s: %s\n", subject->path, row->line, feeding, what, is);
}

/* A piece of its own, so that a sanitizer sees its end. */
static bool feed(struct comparison *comparison, const char *bytes, size_t size)
{
	autofree char *piece = malloc(size ? size : 1);

	if (!piece)
		abort();
	memcpy(piece, bytes, size);
	return comparison_feed(comparison, piece, size);
}

/* Feeds the first piece, of first bytes, then pieces of rest bytes. */
static void run(struct subject *subject, const struct table_row *row, const char *answer,
		size_t first, size_t rest, struct comparison_result *result)
{
	struct comparison *comparison;
	size_t size = first < row->output.size ? first : row->output.size;
	struct error err;

	if (subject->comparer->open(row->args.bytes, answer, row->answer.size, &comparison,
				    &err) < 0)
		fail_msg("%s:%u: %s", subject->path, row->line, err.message);
	for (size_t used = 0; used < row->output.size; used += size, size = rest) {
		if (size > row->output.size - used)
			size = row->output.size - used;
		if (size > 0 && !feed(comparison, row->output.bytes + used, size))
			break;
	}
	comparison_finish(comparison, result);
	comparison_close(comparison);
}

static bool is_as_expected(const struct table_row *row, const struct comparison_result *result)
{
	switch (row->verdict) {
	case TABLE_FAULT:
		return result->package_fault && !result->accepted;
	case TABLE_SCORE:
		return !result->package_fault && fabs(result->score - row->score) < 1e-12;
	default:
		return !result->package_fault && result->accepted == (row->verdict == TABLE_AC);
	}
}

static void expect_result(struct subject *subject, const struct table_row *row,
			  const struct comparison_result *result)
{
	bool scores = subject->comparer->scores;

	if (!is_as_expected(row, result))
		complain(subject, row, "whole", result->package_fault ? "package fault" :
			 result->accepted ? "accepted" : "rejected", result->reason);
	else if (row->reason.bytes && (row->verdict == TABLE_FAULT ?
				       !strstr(result->reason, row->reason.bytes) :
				       strcmp(result->reason, row->reason.bytes) != 0))
		complain(subject, row, "whole", "the reason is", result->reason);
	if (result->accepted ? result->reason[0] && !scores : !result->reason[0])
		complain(subject, row, "whole", "result and reason disagree", result->reason);
	if (result->accepted != !result->line)
		complain(subject, row, "whole", "result and place disagree", result->reason);
	if (!scores && result->score != result->accepted)
		complain(subject, row, "whole", "result and score disagree", result->reason);
}

static void expect_same(struct subject *subject, const struct table_row *row, const char *feeding,
			const struct comparison_result *whole,
			const struct comparison_result *result)
{
	if (whole->accepted != result->accepted || whole->score != result->score ||
	    whole->package_fault != result->package_fault)
		complain(subject, row, feeding, "but not whole",
			 result->accepted ? "accepted" : "rejected");
	else if (strcmp(whole->reason, result->reason) != 0)
		complain(subject, row, feeding, "another reason", result->reason);
	else if (strcmp(whole->difference, result->difference) != 0)
		complain(subject, row, feeding, "another difference", result->difference);
	else if (whole->line != result->line || whole->column != result->column ||
		 whole->token != result->token)
		complain(subject, row, feeding, "another place", result->reason);
}

static void compare(struct subject *subject, const struct table_row *row, const char *answer)
{
	struct comparison_result whole, result;
	size_t step = row->output.size / (is_brief() ? 2 : MANY) + 1;
	char feeding[40];

	run(subject, row, answer, SIZE_MAX, SIZE_MAX, &whole);
	expect_result(subject, row, &whole);
	run(subject, row, answer, 1, 1, &result);
	expect_same(subject, row, "byte by byte", &whole, &result);
	for (size_t first = 1; first < row->output.size; first += step) {
		run(subject, row, answer, first, SIZE_MAX, &result);
		snprintf(feeding, sizeof feeding, "split after %zu", first);
		expect_same(subject, row, feeding, &whole, &result);
	}
}

/* True when open() fails as it should; false when the answer must be looked at. */
static bool open_fails(struct subject *subject, const struct table_row *row, const char *answer)
{
	struct comparison *comparison = NULL;
	struct error err = { 0 };

	if (subject->comparer->open(row->args.bytes, answer, row->answer.size, &comparison,
				    &err) == 0) {
		comparison_close(comparison);
		return false;
	}
	if (err.kind != ERROR_USAGE)
		complain(subject, row, "open()", "not ERROR_USAGE", err.message);
	else if (row->reason.bytes && !strstr(err.message, row->reason.bytes))
		complain(subject, row, "open()", "the error is", err.message);
	return true;
}

static void check_row(struct subject *subject, const struct table_row *row)
{
	/* Without the NUL behind it, so that a sanitizer sees its end. */
	autofree char *answer = malloc(row->answer.size ? row->answer.size : 1);

	if (!answer)
		abort();
	memcpy(answer, row->answer.bytes, row->answer.size);
	if (row->verdict != TABLE_FAULT || !open_fails(subject, row, answer))
		compare(subject, row, answer);
}

static void judges_as_its_table(void **state)
{
	struct subject *subject = *state;
	FILE *file = fopen(subject->path, "r");
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	setenv("ASSIZE_SCAN", subject->way, 1);
	if (!file)
		fail_msg("%s: every checker has a table; see tests/unit/table_file.h",
			 subject->path);
	for (unsigned number = 1; (length = getline(&line, &room, file)) >= 0; number++) {
		struct table_row row = { .line = number };

		if (length > 0 && line[length - 1] == '\n')
			line[length - 1] = '\0';
		if (!line[0] || line[0] == '#')
			continue;
		subject->rows++;
		if (table_row(line, &row))
			check_row(subject, &row);
		else
			complain(subject, &row, "not in the format", "see table_file.h", line);
		table_row_free(&row);
	}
	free(line);
	fclose(file);
	if (subject->rows < ROWS_LEAST)
		fail_msg("%s: %u cases, %d are the least", subject->path, subject->rows,
			 ROWS_LEAST);
	assert_int_equal(subject->failed, 0);
}

static void make_subject(struct subject *subject, const char *directory,
			 const struct comparer *comparer, const char *way)
{
	*subject = (struct subject){ .comparer = comparer, .way = way };
	if (asprintf(&subject->path, "%s/%s.table", directory, comparer->name) < 0 ||
	    asprintf(&subject->name, "%s (%s)", comparer->name, way) < 0)
		abort();
}

int main(int argc, char **argv)
{
	const char *directory = argc > 1 ? argv[1] : "tests/checkers";
	size_t count, some = is_brief() ? 1 : WAYS;
	const struct comparer *const *comparers = checker_list(&count);
	struct CMUnitTest *tests = calloc(count * some, sizeof *tests);
	struct subject *subjects = calloc(count * some, sizeof *subjects);
	int status;

	if (!tests || !subjects)
		abort();
	for (size_t i = 0; i < count * some; i++) {
		make_subject(&subjects[i], directory, comparers[i / some], ways[i % some]);
		tests[i] = (struct CMUnitTest){ .name = subjects[i].name,
						.test_func = judges_as_its_table,
						.initial_state = &subjects[i] };
	}
	status = _cmocka_run_group_tests("checker tables", tests, count * some, NULL, NULL);
	for (size_t i = 0; i < count * some; i++) {
		free(subjects[i].path);
		free(subjects[i].name);
	}
	free(subjects);
	free(tests);
	return status;
}
