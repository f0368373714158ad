/*
 * The assembler quotes what it cannot understand.
 * @verdict CE
 * @message can't open /etc/shadow
 * @message-lacks root:
 */
__asm__(".include \"/etc/shadow\"");

int main(void)
{
	return 0;
}
