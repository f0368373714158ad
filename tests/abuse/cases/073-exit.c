/*
 * Exit codes that mean something from a checker, a shell or a sandbox, from a solution.
 * @verdict RTE
 * @reason exit code {}
 * @tests 3 6 8 42 43 127 1 255
 */
#include <stdio.h>

int main(void)
{
	int code;

	if (scanf("%d", &code) != 1)
		return 0;
	puts("held");
	return code;
}
