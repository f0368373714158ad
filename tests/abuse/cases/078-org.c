/*
 * The assembler is asked for a program counter at the end of what fits.
 * @verdict CE
 * @compile-time 2s
 * @compile-memory 256MiB
 * @run-time 40000
 */
__asm__(".org 0x7fffffff");

int main(void)
{
	return 0;
}
