/*
 * The assembler is asked for a million repetitions of a million.
 * @verdict CE
 * @compile-time 1s
 * @compile-memory 256MiB
 * @run-time 40000
 */
__asm__(".rept 1000000\n.rept 1000000\nnop\n.endr\n.endr");

int main(void)
{
	return 0;
}
