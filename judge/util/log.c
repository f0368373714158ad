#include "util/log.h"

#include "util/cleanup.h"
#include "util/string.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

static const char *const names[] = { "error", "warning", "info", "debug" };

bool log_level_parse(const char *name, enum log_level *ret_level)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcmp(name, names[i]) == 0) {
			*ret_level = (enum log_level)i;
			return true;
		}
	}
	return false;
}

static void start(struct strbuf *line, const struct log *log, enum log_level level)
{
	struct timespec now;
	struct tm utc;
	char date[32];

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &utc);
	strbuf_printf(line, "%s.%03dZ %s ", date, (int)(now.tv_nsec / 1000000), names[level]);
	if (log->component)
		strbuf_printf(line, "%s: ", log->component);
}

static void finish(const struct strbuf *line)
{
	char text[LOG_LINE_MAX];
	size_t length = text_sanitise_utf8(line->text, line->length, text, sizeof text);

	for (size_t i = 0; i < length; i++)
		if (text[i] == '\n' || text[i] == '\t')
			text[i] = ' ';
	text[length] = '\n';	/* in place of the NUL */
	if (write(STDERR_FILENO, text, length + 1) < 0)
		return;		/* there is nobody left to tell */
}

void log_text(const struct log *log, enum log_level level, const char *format, ...)
{
	autostrbuf struct strbuf line = { 0 };
	char text[LOG_LINE_MAX];
	int saved = errno;
	va_list args;

	if (level > log->level)
		return;
	start(&line, log, level);
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	strbuf_append(&line, text, strlen(text));
	finish(&line);
	errno = saved;
}

static void append_value(struct strbuf *line, const char *value)
{
	if (*value && !strpbrk(value, " \t\n\"\\=")) {
		strbuf_append(line, value, strlen(value));
		return;
	}
	strbuf_append(line, "\"", 1);
	for (; *value; value++) {
		if (*value == '"' || *value == '\\')
			strbuf_append(line, "\\", 1);
		strbuf_append(line, value, 1);
	}
	strbuf_append(line, "\"", 1);
}

void log_pairs(const struct log *log, enum log_level level, const char *message, ...)
{
	autostrbuf struct strbuf line = { 0 };
	int saved = errno;
	const char *key;
	va_list args;

	if (level > log->level)
		return;
	start(&line, log, level);
	strbuf_append(&line, message, strlen(message));
	va_start(args, message);
	while ((key = va_arg(args, const char *))) {
		strbuf_printf(&line, " %s=", key);
		append_value(&line, va_arg(args, const char *));
	}
	va_end(args);
	finish(&line);
	errno = saved;
}
