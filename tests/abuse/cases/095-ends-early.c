/*
 * Ends, or closes its input, while the interactor writes more than any pipe takes: what counts is
 * what it says, which is nothing, and not how the interactor fares.
 *
 * @interactor actor.c
 * @verdict WA
 * @reason nothing was said
 * @tests talk
 * @repeat 5
 */
int main(void)
{
	return 0;
}
