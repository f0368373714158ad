/*
 * The assembler is asked for a billion bytes, one by one.
 * @verdict CE
 * @compile-time 2s
 * @compile-memory 256MiB
 * @run-time 40000
 */
__asm__(".rept 1000000000\n.byte 1\n.endr");

int main(void)
{
	return 0;
}
