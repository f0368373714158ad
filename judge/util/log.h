/*
 * log: one line a message on stderr, for the journal and for people.
 *
 *	const struct log log = { .level = LOG_LEVEL_INFO, .component = "worker" };
 *	log_text(&log, LOG_LEVEL_INFO, "%d slots are ready", count);
 *	log_event(&log, LOG_LEVEL_WARNING, "lease lost", "job", id, "slot", slot);
 *
 *	2026-01-31T12:00:00.123Z info worker: 3 slots are ready
 *	2026-01-31T12:00:00.456Z warning worker: lease lost job=17 slot="a b"
 *
 * There is no hidden state: who logs is handed the struct, which is set once and never changes. A
 * line leaves in one write(), so that lines of several processes do not mix, is cut at
 * LOG_LINE_MAX bytes, and holds no control characters: no text that is logged can end it and begin
 * another, nor leave its quotes. In JSON, messages and values are cut instead, at LOG_VALUE_MAX
 * bytes each, so that a line is always whole. errno is preserved; failures are ignored.
 */
#ifndef UTIL_LOG_H
#define UTIL_LOG_H

#include <stdbool.h>

enum { LOG_LINE_MAX = 2048, LOG_VALUE_MAX = 1024 };

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARNING,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG,
};

enum log_format {
	LOG_FORMAT_TEXT,
	LOG_FORMAT_JSON,	/* {"time":…,"level":…,"component":…,"message":…, the pairs as strings} */
};

struct log {
	enum log_level level;	/* messages above it are dropped */
	const char *component;	/* borrowed; NULL for none */
	enum log_format format;
};

/* The level called name: "error", "warning", "info", "debug". False if there is none. */
bool log_level_parse(const char *name, enum log_level *ret_level);

void log_text(const struct log *log, enum log_level level, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* After the message come pairs of strings, key and value. Values are quoted when they must be. */
#define log_event(log, level, ...) log_pairs(log, level, __VA_ARGS__, (const char *)0)

void log_pairs(const struct log *log, enum log_level level, const char *message, ...)
	__attribute__((sentinel));

#endif
