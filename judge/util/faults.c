#include "util/faults.h"

#include "util/string.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A rule that is inherited may be found wrong again in each place that inherits it. */
static bool is_known(const struct faults *faults, const struct error *error)
{
	for (size_t i = 0; i < faults->count; i++) {
		const struct error *known = &faults->list[i].error;

		if (known->line == error->line && known->column == error->column &&
		    !strcmp(known->file, error->file) && !strcmp(known->message, error->message))
			return true;
	}
	return false;
}

static void add(struct faults *faults, const struct error *error, bool warning)
{
	struct fault *list;

	if (is_known(faults, error))
		return;
	*(warning ? &faults->warnings : &faults->errors) += 1;
	if (faults->count == FAULTS_MAX)
		return;
	list = realloc(faults->list, (faults->count + 1) * sizeof *list);
	if (!list)
		abort();
	faults->list = list;
	list[faults->count++] = (struct fault){ .error = *error, .warning = warning };
}

bool faults_keep(struct faults *faults, struct error *err)
{
	if (!faults || err->kind != ERROR_USAGE)
		return false;
	add(faults, err, false);
	*err = (struct error){ .kind = ERROR_NONE };
	return true;
}

void faults_warn(struct faults *faults, const char *file, unsigned line, unsigned column,
		 const char *format, ...)
{
	struct error error = { .kind = ERROR_USAGE, .line = line, .column = column };
	va_list args;

	if (!faults)
		return;
	va_start(args, format);
	vsnprintf(error.message, sizeof error.message, format, args);
	va_end(args);
	text_path(file, error.file, sizeof error.file);
	add(faults, &error, true);
}

static int compare(const struct fault *a, const struct fault *b)
{
	int order = strcmp(a->error.file, b->error.file);

	if (order)
		return order;
	if (a->error.line != b->error.line)
		return a->error.line < b->error.line ? -1 : 1;
	if (a->error.column != b->error.column)
		return a->error.column < b->error.column ? -1 : 1;
	return 0;
}

/* By insertion, as qsort() may exchange equals: they are few, and mostly in order. */
void faults_sort(struct faults *faults)
{
	for (size_t i = 1; i < faults->count; i++) {
		struct fault fault = faults->list[i];
		size_t at = i;

		for (; at > 0 && compare(&faults->list[at - 1], &fault) > 0; at--)
			faults->list[at] = faults->list[at - 1];
		faults->list[at] = fault;
	}
}

void faults_free(struct faults *faults)
{
	free(faults->list);
	*faults = (struct faults){ .count = 0 };
}
