#include "report/terminal.h"

#include "util/cleanup.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_UNKNOWN = 80 };	/* serial lines and some editors' terminals say 0 columns */

struct terminal terminal_of(FILE *file)
{
	struct terminal terminal = { .file = file };
	const char *type = getenv("TERM"), *no_color = getenv("NO_COLOR");
	struct winsize size = { 0 };
	int fd = fileno(file);

	if (fd < 0 || !isatty(fd))
		return terminal;
	ioctl(fd, TIOCGWINSZ, &size);
	terminal.width = size.ws_col ? size.ws_col : WIDTH_UNKNOWN;
	terminal.obeys = type && *type && strcmp(type, "dumb") != 0;
	terminal.colours = terminal.obeys && !(no_color && *no_color);
	return terminal;
}

const char *terminal_colour(const struct terminal *terminal, enum colour colour)
{
	static const char *const sequences[] = {
		[COLOUR_NONE] = "",
		[COLOUR_RED] = "\033[31m",
		[COLOUR_GREEN] = "\033[32m",
		[COLOUR_YELLOW] = "\033[33m",
		[COLOUR_MAGENTA] = "\033[35m",
		[COLOUR_DIM] = "\033[2m",
	};

	return terminal->colours ? sequences[colour] : "";
}

const char *terminal_plain(const struct terminal *terminal, enum colour colour)
{
	return terminal->colours && colour != COLOUR_NONE ? "\033[0m" : "";
}

static bool begins_character(char byte)
{
	return ((unsigned char)byte & 0xc0) != 0x80;
}

size_t terminal_length(const char *text)
{
	size_t length = 0;

	for (; *text; text++)
		length += begins_character(*text);
	return length;
}

/* The bytes of the first count characters. */
static size_t prefix(const char *text, size_t count)
{
	size_t i = 0;

	for (; text[i]; i++)
		if (begins_character(text[i]) && count-- == 0)
			break;
	return i;
}

size_t terminal_append(struct strbuf *line, const char *text, size_t most)
{
	size_t size = strlen(text), capacity = 3 * size + 1, length;
	autofree char *clean = malloc(capacity);

	if (!clean)
		abort();
	size = text_sanitise_line(text, size, clean, capacity);
	length = terminal_length(clean);
	if (most == 0 || length <= most) {
		strbuf_append(line, clean, size);
		return length;
	}
	strbuf_append(line, clean, prefix(clean, most - 1));
	strbuf_append(line, "\u2026", strlen("\u2026"));
	return most;
}
