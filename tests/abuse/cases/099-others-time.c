/*
 * Its interactor computes for a second, which is over its own limit, and none of its time.
 *
 * @interactor actor.c
 * @verdict AC
 * @tests work
 * @time 0.3s
 * @cpu 0s 0.1s
 */
#include "attack.h"

int main(void)
{
	return finish();
}
