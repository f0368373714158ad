/* Uses no CPU time at all: ended by the wall clock. */
#include <unistd.h>

int main(void)
{
	for (;;)
		pause();
}
