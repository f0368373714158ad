/* After a guess that is rejected it goes on writing: it may die of that, but has been judged. */
#include <unistd.h>

int main(void)
{
	for (;;)
		if (write(1, "0\n", 2) < 0)
			return 2;
}
