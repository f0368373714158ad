/*
 * The oracle of the case above is one: it finds what a compiler needs.
 * @verdict AC
 */
#include <stdio.h>

int main(void)
{
#if __has_include("/etc/passwd") && __has_include("/usr/include/stdio.h") && \
	!__has_include("/etc/shadow")
	puts("held");
#endif
	return 0;
}
