/*
 * error: what went wrong, where, and the cure, in one value that needs no memory.
 *
 * A function that can fail takes a struct error * last. It returns 0, or -1 after filling it, so
 * that a call site stays one line and every caller may add what it knows:
 *
 *	if (profile_load(dirfd, "cpp.yaml", &profile, err) < 0)
 *		return error_context(err, "language %s", id);
 *
 * ret_ parameters are untouched on failure. A verdict is never an error: an error is the fault of
 * the host, of Assize, or of a file or command line that its user wrote.
 */
#ifndef UTIL_ERROR_H
#define UTIL_ERROR_H

#include <stdarg.h>

enum error_kind {
	ERROR_NONE,
	ERROR_USAGE,	/* the command line, or a file that the user wrote: exit status 2 */
	ERROR_SYSTEM,	/* the host, the database, a bug: exit status 3 */
	ERROR_LOST,	/* a process of ours was killed under the work, which may be tried again: 3 */
};

struct error {
	enum error_kind kind;
	int errnum;		/* errno at the time; 0 if none */
	char file[256];		/* the file at fault, as one line that is safe to show; "" if none */
	unsigned line, column;	/* from 1; 0 if unknown */
	char message[768];	/* one line, safe to show; outermost context first, no full stop */
};

/* Fills *err and returns -1. A non-zero errnum appends ": " and its description. */
int error_set(struct error *err, enum error_kind kind, int errnum, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The two everyday forms: a fault of the user's, and a failed system call (takes errno). */
int error_usage(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
int error_system(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Names the place in a file that the user wrote; a long name keeps its end. Returns -1. */
int error_at(struct error *err, const char *file, unsigned line, unsigned column);

/* Puts "context: " before what is already said. Returns -1. */
int error_context(struct error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* "file:line:column: message", as people and editors read it. Returns text. */
const char *error_text(const struct error *err, char *text, unsigned long size);

/* Writes "assize: " and error_text() to stderr. */
void error_print(const struct error *err);

/* The exit status that DESIGN §5 gives to err: 2 for usage, 3 for the rest. */
int error_exit_status(const struct error *err);

/*
 * The functions return -1, always. These say so where a compiler or an analyser looks that cannot
 * see into error.c, so that it does not follow paths on which a failure went on as a success.
 */
#define error_set(...) ({ error_set(__VA_ARGS__); -1; })
#define error_usage(...) ({ error_usage(__VA_ARGS__); -1; })
#define error_system(...) ({ error_system(__VA_ARGS__); -1; })
#define error_at(...) ({ error_at(__VA_ARGS__); -1; })
#define error_context(...) ({ error_context(__VA_ARGS__); -1; })

#endif
