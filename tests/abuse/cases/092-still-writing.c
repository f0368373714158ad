/*
 * Children go on writing when the program has ended: nothing of that comes before the checker.
 *
 * @verdict AC
 * @processes 8
 * @repeat 5
 */
#include "attack.h"

int main(void)
{
	for (int i = 0; i < 6; i++)
		if (fork() == 0) {
			usleep(30000);
			for (;;)
				came_through("a child wrote on");
		}
	return finish();
}
