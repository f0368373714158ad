#include "report/progress.h"

#include "util/clock.h"
#include "util/string.h"

#include <string.h>

enum { BAR = 20, LEAST_WIDTH = 40 };

void progress_init(struct progress *progress, struct terminal out, size_t total)
{
	*progress = (struct progress){
		.out = out,
		.total = total,
		.next_ns = clock_ns() + 300 * NS_PER_MS,
		.interval_ns = 100 * NS_PER_MS,
	};
}

static bool is_possible(const struct progress *progress)
{
	return progress->out.obeys && progress->out.width >= LEAST_WIDTH && progress->total > 0;
}

static void draw(const struct progress *progress, size_t done, const char *label)
{
	autostrbuf struct strbuf line = { 0 };
	size_t filled = done * BAR / progress->total;

	strbuf_append(&line, "[", 1);
	for (size_t i = 0; i < BAR; i++)
		strbuf_append(&line, i < filled ? "#" : "-", 1);
	strbuf_printf(&line, "] %zu/%zu ", done, progress->total);
	/* The last column stays free: a full line would wrap, and only half of it be erased. */
	if (line.length + 1 < progress->out.width)
		terminal_append(&line, label, progress->out.width - 1 - line.length);
	fprintf(progress->out.file, "\r%s\033[K", line.text);
	fflush(progress->out.file);
}

void progress_show(struct progress *progress, size_t done, const char *label)
{
	int64_t now;

	if (!is_possible(progress))
		return;
	now = clock_ns();
	if (!progress->due && now < progress->next_ns)
		return;
	draw(progress, done < progress->total ? done : progress->total, label);
	progress->shown = true;
	progress->due = false;
	progress->next_ns = now + progress->interval_ns;
}

void progress_hide(struct progress *progress)
{
	if (!progress->shown)
		return;
	fputs("\r\033[K", progress->out.file);
	fflush(progress->out.file);
	progress->shown = false;
	progress->due = true;
}
