/* Uses CPU time until it is stopped. */
int main(void)
{
	for (;;)
		__asm__ volatile("");
}
