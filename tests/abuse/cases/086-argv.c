/*
 * Options for the linker and the assembler in sections that carry some.
 * @verdict AC CE
 */
#include <stdio.h>

__asm__(".section .drectve,\"\",@progbits\n.ascii \"-T/etc/shadow --dynamic-linker=/work/x\"\n"
	".section .note.GNU-stack,\"x\",@progbits\n.section .GCC.command.line,\"\",@progbits\n"
	".ascii \"-fplugin=/work/evil.so\"\n.text");

int main(void)
{
	puts("held");
	return 0;
}
