/*
 * replay [FILE...]: runs a target on each file, or on its corpus, without libFuzzer; as TAP. The
 * target dies of what it finds; the last line names the file then.
 */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned run(const char *path)
{
	uint8_t *data = NULL;
	size_t size = 0, room = 0;
	FILE *file = fopen(path, "rb");

	if (!file) {
		perror(path);
		exit(1);
	}
	printf("# %s\n", path);
	fflush(stdout);
	do {
		room = 2 * room + 4096;
		data = realloc(data, room);
		if (!data)
			abort();
		size += fread(data + size, 1, room - size, file);
	} while (size == room);
	fclose(file);
	/* of its own size, so that a sanitizer sees its end */
	data = realloc(data, size ? size : 1);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	return 1;
}

static int is_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static unsigned run_all(const char *directory)
{
	struct dirent **entries;
	char path[4096];
	unsigned count = 0;
	int found = scandir(directory, &entries, is_file, alphasort);

	for (int i = 0; i < found; i++) {
		snprintf(path, sizeof path, "%s/%s", directory, entries[i]->d_name);
		count += run(path);
		free(entries[i]);
	}
	if (found >= 0)
		free(entries);
	return count;
}

int main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '_');
	char corpus[256];
	unsigned count = 0;

	name = name ? name + 1 : argv[0];
	for (int i = 1; i < argc; i++)
		count += run(argv[i]);
	snprintf(corpus, sizeof corpus, "tests/fuzz/corpus/%s", name);
	if (argc == 1)
		count = run_all(corpus);
	printf("%s 1 - %s: %u inputs\n1..1\n", count ? "ok" : "not ok", name, count);
	return !count;
}
