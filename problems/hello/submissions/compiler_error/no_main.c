/* Compiles, but does not link. */
int answer(void)
{
	return 42;
}
