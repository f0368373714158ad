/*
 * Descriptors that are open at the start: three, and what they may be used for.
 *
 * @verdict AC
 */
#include "attack.h"

#include <dirent.h>
#include <sys/resource.h>
#include <sys/stat.h>

int main(void)
{
	struct rlimit limit;
	struct stat st;
	int last = 0;
	DIR *list;

	for (int fd = 3; fd < 65536; fd++)
		must(fcntl(fd, F_GETFD) < 0 && errno == EBADF, "descriptor %d is open", fd);
	list = opendir("/proc/self/fd");
	for (struct dirent *entry; list && (entry = readdir(list));)
		if (atoi(entry->d_name) != dirfd(list) && atoi(entry->d_name) > last)
			last = atoi(entry->d_name);
	must(list && last == 2, "descriptor %d is listed", last);
	must((fcntl(0, F_GETFL) & O_ACCMODE) == O_RDONLY, "the input may be written to");
	must((fcntl(1, F_GETFL) & O_ACCMODE) == O_WRONLY, "the output may be read");
	must(fstat(1, &st) == 0 && S_ISFIFO(st.st_mode), "the output is no pipe");
	must(fstat(2, &st) == 0 && S_ISFIFO(st.st_mode), "standard error is no pipe");
	must(getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max <= 1024,
	     "%lu descriptors may be open", (unsigned long)limit.rlim_max);
	return finish();
}
