/*
 * Rejected, and then out of time: the order is that of what happened.
 *
 * @interactor actor.c
 * @verdict WA
 * @reason rejected
 * @tests reject
 * @repeat 10
 */
int main(void)
{
	for (volatile unsigned long n = 0;; n++)
		;
}
