/*
 * The assembler is asked for 16 GiB of ones.
 * @verdict CE
 * @compile-time 2s
 * @compile-memory 256MiB
 * @run-time 40000
 */
__asm__(".fill 0x7fffffff, 8, 1");

int main(void)
{
	return 0;
}
