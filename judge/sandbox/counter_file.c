#include "sandbox/counter_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int counter_file_read(int fd, const char *key, uint64_t *ret_number)
{
	char text[2048];
	ssize_t n = pread(fd, text, sizeof text - 1, 0);
	const char *at = text;

	if (n < 0)
		return -1;
	text[n] = '\0';
	if (key)
		at = strstr(text, key);
	if (!at || n == 0) {
		errno = ENODEV;
		return -1;
	}
	*ret_number = strtoull(at + (key ? strlen(key) : 0), NULL, 10);
	return 0;
}
