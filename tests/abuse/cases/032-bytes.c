/*
 * Outputs that are no text: NULs, all bytes there are, a line of 10 MB, what a terminal obeys.
 *
 * @verdict WA
 * @each nul binary line tokens escapes nothing
 * @time 2s
 * @output 16MiB
 * @layout
 */
#include "attack.h"

enum { LINE = 10000000 };

static char block[LINE];

static void put(size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t n = write(1, block + done, size - done);

		if (n <= 0)
			_exit(9);
		done += (size_t)n;
	}
}

int main(void)
{
	if (test_is("nul")) {
		memcpy(block, "held\0\n", 6);
		put(6);
	} else if (test_is("binary")) {
		for (int i = 0; i < 4096; i++)
			block[i] = (char)i;
		put(4096);
	} else if (test_is("line")) {
		memset(block, 'x', LINE);
		put(LINE);
	} else if (test_is("tokens")) {
		for (int i = 0; i < LINE; i++)
			block[i] = i % 2 ? ' ' : 'x';
		put(LINE);
	} else if (test_is("escapes")) {
		put((size_t)snprintf(block, LINE, "\033[2J\033]0;x\a\r\xc3(held\xe2\x80\xae\n"));
	}
	return 0;
}
