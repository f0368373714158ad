#include "sandbox/box_limits.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE_BYTES 4096ull
#define LAYING_OUT_BYTES (16ull << 20)	/* of the spawner's, and the kernel's for its files */

static int write_limit(int fd, uint64_t value)
{
	char text[24];
	int length = snprintf(text, sizeof text, "%llu", (unsigned long long)value);

	return pwrite(fd, text, (size_t)length, 0) == length ? 0 : -1;
}

/* The kernel refuses memory + swap < memory at any moment, so the order depends on the way. */
static int write_memory(struct box *box, uint64_t bytes)
{
	bool raise = bytes > box->memory_bytes;

	if (box->limit[1] >= 0 && raise && write_limit(box->limit[1], bytes) < 0 &&
	    box->memory_bytes)
		return -1;
	if (write_limit(box->limit[0], bytes) < 0)
		return -1;
	return box->limit[1] >= 0 ? write_limit(box->limit[1], bytes) : 0;
}

static int set_memory(struct box *box, uint64_t bytes, struct error *err)
{
	if (box->memory_bytes == bytes)
		return 0;
	if (write_memory(box, bytes) < 0)
		return error_system(err, "cannot set a memory limit of %llu bytes",
				    (unsigned long long)bytes);
	box->memory_bytes = bytes;
	return 0;
}

static uint64_t laid_out(const struct box *box)
{
	return box->put_bytes[PUT_WORK] + box->put_bytes[PUT_FILES];
}

int box_limits_set(struct box *box, const struct box_limits *limits, struct error *err)
{
	if (set_memory(box, limits->memory_bytes + laid_out(box), err) < 0)
		return -1;
	if (box->processes != limits->processes) {
		/* One more: the spawner is in the group. */
		if (write_limit(box->limit[2], limits->processes + 1ull) < 0)
			return error_system(err, "cannot set a limit of %u processes",
					    limits->processes);
		box->processes = limits->processes;
	}
	return 0;
}

int box_limits_reserve(struct box *box, enum put_place place, const char *const *names,
		       const int *fds, size_t count, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(names[i]);
		struct stat st;

		if (length && names[i][length - 1] == '/')
			continue;
		if (fstat(fds[i], &st) < 0)
			return error_system(err, "cannot examine %s", names[i]);
		box->put_bytes[place] += ((uint64_t)st.st_size + PAGE_BYTES - 1) /
					 PAGE_BYTES * PAGE_BYTES;
	}
	if (laid_out(box) + LAYING_OUT_BYTES <= box->memory_bytes)
		return 0;
	return set_memory(box, laid_out(box) + LAYING_OUT_BYTES, err);
}

void box_limits_release(struct box *box, enum put_place place)
{
	box->put_bytes[place] = 0;
}
