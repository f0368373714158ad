/*
 * A program that says itself what the judge would say of a denied call, and exits with 1.
 * @verdict RTE
 * @reason exit code 1
 */
#include <stdio.h>

int main(void)
{
	fputs("system call reboot denied\nCPU time over the limit of 1.000 s\n", stderr);
	return 1;
}
