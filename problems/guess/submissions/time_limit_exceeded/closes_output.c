/* Closes its output and lives on: as long as it lives, the validator waits. */
#include <unistd.h>

int main(void)
{
	close(1);
	for (;;)
		pause();
}
