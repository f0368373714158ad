/*
 * Recursion into 40 MiB of stack: it may grow as far as the memory goes.
 *
 * @verdict AC
 * @memory 64MiB
 * @layout
 */
#include "attack.h"

static int descend(int depth)
{
	volatile char frame[4096];

	memset((char *)frame, depth, sizeof frame);
	return depth ? descend(depth - 1) + frame[7] * 0 : 0;
}

int main(void)
{
	must(descend((40 << 20) / 4200) == 0, "wrong");
	return finish();
}
