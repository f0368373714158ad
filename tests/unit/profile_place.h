/*
 * profile_place: a directory of its own for each test of profiles, removed afterwards.
 */
#ifndef TESTS_UNIT_PROFILE_PLACE_H
#define TESTS_UNIT_PROFILE_PLACE_H

#include "profile/profile.h"
#include "util/cleanup.h"
#include "util/fd.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char *const classes[] = {
	"native", "native-dynamic", "python", "java", "gcc", "validator",
};

/* A directory of profiles; it is "langs" in messages. */
struct place {
	char directory[40];
	struct profile_source source;
};

/* Line 1 to 8: the least that a profile must say. What tests append begins on line 9. */
#define LEAST \
	"name: X\n" \
	"extensions: [.x]\n" \
	"version: [x, --version]\n" \
	"source: main.x\n" \
	"test: hello.x\n" \
	"run:\n" \
	"  class: native\n" \
	"  command: [\"{binary}\"]\n"

static inline void write_file(const struct place *place, const char *name, const char *text)
{
	autoclose int fd = openat(place->source.fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
				  0600);

	assert_true(fd >= 0);
	assert_int_equal(fd_write_all(fd, text, strlen(text)), 0);
}

static inline int make_place(void **state)
{
	struct place *place = calloc(1, sizeof *place);

	strcpy(place->directory, "/tmp/test_profile.XXXXXX");
	*state = place;
	if (!mkdtemp(place->directory))
		return -1;
	place->source = (struct profile_source){
		.fd = open(place->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
		.name = "langs",
		.classes = classes,
		.class_count = ARRAY_SIZE(classes),
	};
	write_file(place, "hello.x", "");
	return place->source.fd < 0 ? -1 : 0;
}

static inline int remove_place(void **state)
{
	struct place *place = *state;
	DIR *directory = opendir(place->directory);
	const struct dirent *entry;

	while (directory && (entry = readdir(directory)))
		if (unlinkat(place->source.fd, entry->d_name, 0) < 0)
			unlinkat(place->source.fd, entry->d_name, AT_REMOVEDIR);
	if (directory)
		closedir(directory);
	close(place->source.fd);
	rmdir(place->directory);
	free(place);
	return 0;
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

#endif
