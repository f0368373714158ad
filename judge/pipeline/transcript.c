#include "pipeline/transcript.h"

#include "util/clock.h"
#include "util/string.h"

#include <stdio.h>
#include <string.h>

enum { NO_SIDE = -1, LINE_BYTES = 4096 };

static void append(struct transcript *t, const char *text)
{
	size_t size = strlen(text);

	/* One byte is kept for the end of the last line. */
	if (t->is_cut || size + 2 > sizeof t->text - t->bytes) {
		t->is_cut = true;
		return;
	}
	memcpy(t->text + t->bytes, text, size + 1);
	t->bytes += (uint32_t)size;
}

static void end_line(struct transcript *t)
{
	if (t->open_side != NO_SIDE && t->bytes + 1 < sizeof t->text) {
		t->text[t->bytes++] = '\n';
		t->text[t->bytes] = '\0';
	}
	t->open_side = NO_SIDE;
}

void transcript_begin(struct transcript *transcript, uint32_t index)
{
	transcript->index = index;
	transcript->is_cut = false;
	transcript->bytes = 0;
	transcript->text[0] = '\0';
	transcript->began_ns = clock_ns();
	transcript->open_side = NO_SIDE;
}

static void begin_line(struct transcript *t, const char *who)
{
	char text[64];

	snprintf(text, sizeof text, "%.3f %s", (double)(clock_ns() - t->began_ns) / 1e9, who);
	append(t, text);
}

void transcript_pass(struct transcript *transcript, unsigned pass)
{
	char text[32];

	end_line(transcript);
	snprintf(text, sizeof text, "pass %u\n", pass);
	begin_line(transcript, text);
}

void transcript_add(struct transcript *transcript, enum transcript_side side, const char *data,
		    size_t size)
{
	char text[LINE_BYTES];

	if (transcript->open_side != (int32_t)side)
		end_line(transcript);
	while (size && !transcript->is_cut) {
		const char *end = memchr(data, '\n', size);
		size_t length = end ? (size_t)(end - data) : size;

		/* A character becomes three bytes at most. */
		if (length > sizeof text / 3 - 1) {
			length = sizeof text / 3 - 1;
			end = NULL;
		}
		if (transcript->open_side == NO_SIDE)
			begin_line(transcript, side == TRANSCRIPT_PROGRAM ? "program: " :
									  "validator: ");
		transcript->open_side = (int32_t)side;
		text_sanitise_utf8(data, length, text, sizeof text);
		append(transcript, text);
		length += end != NULL;
		data += length;
		size -= length;
		if (end)
			end_line(transcript);
	}
}

void transcript_end(struct transcript *transcript)
{
	end_line(transcript);
}
