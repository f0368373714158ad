/*
 * Busy loop.
 * @verdict TLE
 * @reason CPU time over the limit of 200
 * @time 0.2s
 * @cpu 0.21s 1s
 * @layout
 */
int main(void)
{
	for (;;)
		;
}
