/*
 * The assembler quotes what it does not know, whatever it is.
 * @verdict CE
 * @message the end
 */
__asm__(".error \"\\033[2J \\377\\376 \\007 the end\"\n.print \"\033[2J\"\n\\033c\033[2J");

int main(void)
{
	return 0;
}
