/* A submission that writes what it reads, in pieces of 128 KiB, as cat does. */
#include <unistd.h>

int main(void)
{
	static char piece[128 * 1024];
	ssize_t n;

	while ((n = read(0, piece, sizeof piece)) > 0)
		for (ssize_t done = 0, put; done < n; done += put)
			if ((put = write(1, piece + done, (size_t)(n - done))) <= 0)
				return 1;
	return n < 0;
}
