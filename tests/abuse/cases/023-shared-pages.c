/*
 * Forks after filling its memory, and its children read all of it: pages that they share are billed
 * once.
 *
 * @verdict AC
 * @time 2s
 * @memory 64MiB
 * @memory-peak 32MiB 44MiB
 * @processes 4
 * @layout
 */
#include "attack.h"

enum { SIZE = 32 << 20 };

static volatile char table[SIZE];

static void read_all(void)
{
	char sum = 0;

	for (size_t i = 0; i < SIZE; i += 64)
		sum ^= table[i];
	sleep_ms(30);	/* all are there at once */
	_exit(sum != 0);
}

int main(void)
{
	int status;

	for (size_t i = 0; i < SIZE; i++)
		table[i] = 1;
	for (int i = 0; i < 3; i++)
		if (fork() == 0)
			read_all();
	for (int i = 0; i < 3; i++)
		must(wait(&status) > 0 && status == 0, "a child ended with %#x", status);
	return finish();
}
