/*
 * Fails while the interactor talks or listens: that comes before the rejection that follows from it.
 *
 * @interactor actor.c
 * @verdict RTE
 * @reason exit code 3
 * @each listen talk work
 */
int main(void)
{
	return 3;
}
