/*
 * The assembler is asked for a macro that calls itself twice.
 * @verdict CE
 * @compile-time 2s
 * @compile-memory 256MiB
 * @run-time 40000
 */
__asm__(".macro twice\ntwice\ntwice\n.endm\ntwice");

int main(void)
{
	return 0;
}
