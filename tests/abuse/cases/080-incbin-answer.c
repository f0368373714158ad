/*
 * The program is to contain the answer, where a package has it.
 * @verdict CE
 * @message file not found
 * @message-lacks root:
 * @message-lacks PATH=
 */
#include <stdio.h>

__asm__(".data\nsecret: .incbin \"/work/data/secret/go.ans\"\nsecret_end: .byte 0\n.text");

extern const char secret[], secret_end[];

int main(void)
{
	fwrite(secret, 1, (size_t)(secret_end - secret), stdout);
	return 0;
}
