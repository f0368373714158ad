/*
 * Names of the host's files behind the descriptors: neither the package's place nor the test's
 * name is to be read from them.
 *
 * @verdict AC
 */
#include "attack.h"

int main(void)
{
	char path[64], name[512];

	for (int fd = 0; fd < 3; fd++) {
		ssize_t n;

		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		n = readlink(path, name, sizeof name - 1);
		name[n > 0 ? n : 0] = '\0';
		must(n > 0 && (name[0] != '/' || !strncmp(name, "/memfd:", 7)), "%d is %s", fd, name);
	}
	return finish();
}
