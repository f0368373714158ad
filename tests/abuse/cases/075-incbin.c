/*
 * The assembler reads what never ends.
 * @verdict CE
 * @compile-time 2s
 * @compile-memory 256MiB
 * @run-time 20000
 */
__asm__(".incbin \"/dev/zero\"");

int main(void)
{
	return 0;
}
