#include "fuzz.h"

#include "util/fd.h"
#include "util/string.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

void fuzz_expect_error(const struct error *err)
{
	char clean[sizeof err->message * 4];

	text_sanitise_utf8(err->message, strlen(err->message), clean, sizeof clean);
	if (err->kind != ERROR_NONE && err->message[0] && !strchr(err->message, '\n') &&
	    strcmp(clean, err->message) == 0)
		return;
	fprintf(stderr, "an error of kind %d that cannot be shown: %s\n", (int)err->kind, clean);
	abort();
}

int fuzz_file(const uint8_t *data, size_t size, char path[64])
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	if (fd < 0 || fd_write_all(fd, data, size) < 0) {
		perror("memory file");
		abort();
	}
	snprintf(path, 64, "/proc/self/fd/%d", fd);
	return fd;
}
