/* Writes one kilobyte, and leaves a file, a directory and a process that would live on. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
	char block[1024];
	int file = open("file", O_WRONLY | O_CREAT, 0600);

	memset(block, 'x', sizeof block);
	if (file < 0 || write(file, block, sizeof block) != sizeof block || mkdir("d", 0700) < 0)
		return 1;
	switch (fork()) {
	case -1:
		return 1;
	case 0:
		setsid();
		signal(SIGTERM, SIG_IGN);
		for (;;)
			pause();
	}
	return write(1, block, sizeof block) != sizeof block;
}
