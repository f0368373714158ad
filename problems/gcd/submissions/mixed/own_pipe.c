/*
 * @EXPECTED_RESULTS@: TIMELIMIT
 *
 * Waits for words from itself: idle.
 */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	int ends[2];
	char word;

	if (pipe(ends) < 0)
		return 1;
	return read(ends[0], &word, 1) == 1 ? 0 : 1;
}
