/* A language profile, and one that it extends: they are separated by a byte 30. */
#include "fuzz.h"

#include "profile/profile.h"

#include "profile/template.h"
#include "util/fd.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SEPARATOR = 30 };

static const char *const classes[] = { "native", "gcc", "python" };

static _Noreturn void fail(const char *what)
{
	perror(what);
	abort();
}

static void put(int directory, const char *name, const uint8_t *data, size_t size)
{
	int fd = openat(directory, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || fd_write_all(fd, data, size) < 0)
		fail(name);
	close(fd);
}

static void expand(const char *command, const char *main_class)
{
	static const char *const sources[] = { "a.c", "b.c" };
	const struct template_values values = {
		.binary = "prog", .main = "a.c", .main_class = main_class, .sources = sources,
		.source_count = 2, .memory_mib = 256, .stack_kib = 8192,
	};
	char packed[4096];
	struct error err = { 0 };

	if (template_expand(command, &values, packed, sizeof packed, &err) < 0)
		fuzz_expect_error(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size ? memchr(data, SEPARATOR, size) : NULL;
	size_t first = end ? (size_t)(end - data) : size;
	char name[] = "/tmp/assize-fuzz-XXXXXX";
	struct profile_source source = { .name = "langs", .classes = classes, .class_count = 3 };
	struct profile profile;
	struct error err = { 0 };

	if (!mkdtemp(name))
		fail(name);
	source.fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (source.fd < 0)
		fail(name);
	put(source.fd, "one.yaml", data, first);
	put(source.fd, "two.yaml", end ? end + 1 : data, end ? size - first - 1 : 0);
	if (profile_load(&source, "one", &profile, &err) < 0) {
		fuzz_expect_error(&err);
	} else {
		expand(profile.compile.command, NULL);
		expand(profile.run.command, "Main");
	}
	unlinkat(source.fd, "one.yaml", 0);
	unlinkat(source.fd, "two.yaml", 0);
	close(source.fd);
	rmdir(name);
	return 0;
}
