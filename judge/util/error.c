#include "util/error.h"

#include "util/string.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* A message often quotes a file, which may have any bytes in it. */
static void make_showable(struct error *err)
{
	char raw[sizeof err->message];

	memcpy(raw, err->message, sizeof raw);
	text_sanitise_line(raw, strlen(raw), err->message, sizeof err->message);
}

static int fill(struct error *err, enum error_kind kind, int errnum, const char *format,
		va_list args)
{
	size_t used;

	*err = (struct error){ .kind = kind, .errnum = errnum };
	vsnprintf(err->message, sizeof err->message, format, args);
	used = strlen(err->message);
	if (errnum)
		snprintf(err->message + used, sizeof err->message - used, ": %s", strerror(errnum));
	make_showable(err);
	return -1;
}

int (error_set)(struct error *err, enum error_kind kind, int errnum, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fill(err, kind, errnum, format, args);
	va_end(args);
	return -1;
}

int (error_usage)(struct error *err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fill(err, ERROR_USAGE, 0, format, args);
	va_end(args);
	return -1;
}

int (error_system)(struct error *err, const char *format, ...)
{
	int errnum = errno;
	va_list args;

	va_start(args, format);
	fill(err, ERROR_SYSTEM, errnum, format, args);
	va_end(args);
	return -1;
}

int (error_at)(struct error *err, const char *file, unsigned line, unsigned column)
{
	text_path(file, err->file, sizeof err->file);
	err->line = line;
	err->column = column;
	return -1;
}

int (error_context)(struct error *err, const char *format, ...)
{
	static const char cut[] = "...";
	char inner[sizeof err->message];
	va_list args;
	int context, total;

	memcpy(inner, err->message, sizeof inner);
	va_start(args, format);
	context = vsnprintf(err->message, sizeof err->message, format, args);
	va_end(args);
	if (context < 0 || (size_t)context >= sizeof err->message)
		context = (int)sizeof err->message - 1;
	total = context + snprintf(err->message + context, sizeof err->message - (size_t)context,
				   ": %s", inner);
	if (total >= (int)sizeof err->message)
		memcpy(err->message + sizeof err->message - sizeof cut, cut, sizeof cut);
	make_showable(err);
	return -1;
}

const char *error_text(const struct error *err, char *text, unsigned long size)
{
	if (!err->file[0])
		snprintf(text, size, "%s", err->message);
	else if (!err->line)
		snprintf(text, size, "%s: %s", err->file, err->message);
	else
		snprintf(text, size, "%s:%u:%u: %s", err->file, err->line, err->column, err->message);
	return text;
}

void error_print(const struct error *err)
{
	char text[sizeof err->file + sizeof err->message + 32];

	fprintf(stderr, "assize: %s\n", error_text(err, text, sizeof text));
}

int error_exit_status(const struct error *err)
{
	return err->kind == ERROR_USAGE ? 2 : 3;
}
