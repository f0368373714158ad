/*
 * The same, having said what it has to say.
 *
 * @interactor actor.c
 * @verdict AC
 * @tests talk
 * @repeat 5
 */
#include "attack.h"

int main(void)
{
	close(0);
	return finish();
}
