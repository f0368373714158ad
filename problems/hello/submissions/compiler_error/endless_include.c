/* A file without end: refused by the box, or ended by its memory limit. */
#include "/dev/zero"

int main(void)
{
	return 0;
}
