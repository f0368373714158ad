#include "util/log.h"

#include "util/cleanup.h"
#include "util/json.h"
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

enum { DATE_MAX = 40 };

static void write_date(char date[DATE_MAX])
{
	struct timespec now;
	struct tm utc;
	char seconds[32];

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	strftime(seconds, sizeof seconds, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(date, DATE_MAX, "%s.%03dZ", seconds, (int)(now.tv_nsec / 1000000));
}

/* ---- text ---- */

static void start(struct strbuf *line, const struct log *log, enum log_level level)
{
	char date[DATE_MAX];

	write_date(date);
	strbuf_printf(line, "%s %s ", date, names[level]);
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

/* ---- JSON ---- */

static json_t *cut(const char *value)
{
	char text[LOG_VALUE_MAX];
	size_t length = text_sanitise_utf8(value, strlen(value), text, sizeof text);

	return json_text(text, length);
}

static json_t *start_json(const struct log *log, enum log_level level, const char *message)
{
	json_t *line = json_object();
	char date[DATE_MAX];

	write_date(date);
	json_put(line, "time", cut(date));
	json_put(line, "level", cut(names[level]));
	if (log->component)
		json_put(line, "component", cut(log->component));
	json_put(line, "message", cut(message));
	return line;
}

static void finish_json(const json_t *line)
{
	autostrbuf struct strbuf text = { 0 };
	autofree char *object = json_compact(line);

	strbuf_printf(&text, "%s\n", object);
	if (write(STDERR_FILENO, text.text, text.length) < 0)
		return;
}

/* ---- both ---- */

void log_text(const struct log *log, enum log_level level, const char *format, ...)
{
	char text[LOG_LINE_MAX];
	int saved = errno;
	va_list args;

	if (level > log->level)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (log->format == LOG_FORMAT_JSON) {
		autojson json_t *line = start_json(log, level, text);

		finish_json(line);
	} else {
		autostrbuf struct strbuf line = { 0 };

		start(&line, log, level);
		strbuf_append(&line, text, strlen(text));
		finish(&line);
	}
	errno = saved;
}

static void log_pairs_json(const struct log *log, enum log_level level, const char *message,
			   va_list args)
{
	autojson json_t *line = start_json(log, level, message);
	const char *key;

	while ((key = va_arg(args, const char *)))
		json_put(line, key, cut(va_arg(args, const char *)));
	finish_json(line);
}

static void log_pairs_text(const struct log *log, enum log_level level, const char *message,
			   va_list args)
{
	autostrbuf struct strbuf line = { 0 };
	const char *key;

	start(&line, log, level);
	strbuf_append(&line, message, strlen(message));
	while ((key = va_arg(args, const char *))) {
		strbuf_printf(&line, " %s=", key);
		append_value(&line, va_arg(args, const char *));
	}
	finish(&line);
}

void log_pairs(const struct log *log, enum log_level level, const char *message, ...)
{
	int saved = errno;
	va_list args;

	if (level > log->level)
		return;
	va_start(args, message);
	if (log->format == LOG_FORMAT_JSON)
		log_pairs_json(log, level, message, args);
	else
		log_pairs_text(log, level, message, args);
	va_end(args);
	errno = saved;
}
