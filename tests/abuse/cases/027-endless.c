/*
 * Recursion without end.
 *
 * @verdict RTE MLE
 * @memory 32MiB
 * @run-time 3000
 * @layout
 */
#include "attack.h"

static int descend(int depth)
{
	volatile char frame[1024];

	memset((char *)frame, depth, sizeof frame);
	return descend(depth + 1) + frame[7];
}

int main(void)
{
	return descend(0) ? finish() : 1;
}
