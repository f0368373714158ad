#include "worker/toolchain.h"

#include "pipeline/plan.h"
#include "util/clock.h"
#include "util/string.h"

#include <stdio.h>
#include <string.h>

const char *toolchain_find(const struct toolchain_cache *cache, const char *id)
{
	for (size_t i = 0; i < cache->count; i++)
		if (!strcmp(cache->entry[i].id, id))
			return cache->entry[i].version;
	return NULL;
}

const char *toolchain_add(struct toolchain_cache *cache, const char *id, const char *version)
{
	size_t i = cache->count < TOOLCHAIN_CACHE_SIZE ? cache->count++ : TOOLCHAIN_CACHE_SIZE - 1;

	snprintf(cache->entry[i].id, sizeof cache->entry[i].id, "%s", id);
	snprintf(cache->entry[i].version, sizeof cache->entry[i].version, "%s", version);
	return cache->entry[i].version;
}

struct first_line {
	char text[TOOLCHAIN_BYTES];
	size_t size;
};

static void keep(void *context, const char *data, size_t size)
{
	struct first_line *line = context;
	size_t room = sizeof line->text - line->size;

	if (size > room)
		size = room;
	memcpy(line->text + line->size, data, size);
	line->size += size;
}

void toolchain_ask(const struct profile *profile, struct box_set *boxes,
		   char version[TOOLCHAIN_BYTES])
{
	const char *class = profile->has_compile ? profile->compile.class : profile->run.class;
	const char *argv[PLAN_ARGUMENTS], *envp[PLAN_ENVIRONMENT];
	struct first_line line = { .size = 0 };
	struct box_spec spec = {
		.argv = argv, .envp = envp, .executable = -1, .input = -1, .merge_error = true,
		.limits = { .cpu_ns = 10 * NS_PER_S, .wall_ns = 30 * NS_PER_S,
			    .starved_ns = 60 * NS_PER_S, .memory_bytes = 1ull << 30,
			    .processes = 64, .output_bytes = 1 << 20, .file_bytes = 1 << 20 },
		.output = keep, .context = &line,
	};
	struct box_result run;
	struct error ignored;

	version[0] = '\0';
	plan_environment("", envp);
	if (!profile->version[0] || plan_arguments(profile->version, argv) < 0 ||
	    box_run(boxes, (unsigned)box_class_find(class), &spec, &run, &ignored) < 0)
		return;
	for (size_t i = 0; i < line.size; i++)
		if (line.text[i] == '\n')
			line.size = i;
	text_sanitise_utf8(line.text, line.size, version, TOOLCHAIN_BYTES);
}
