/* The rejected guess and the failure come together: then the guess is what counts. */
#include <unistd.h>

int main(void)
{
	char line[32];

	/* The validator is there, and listens. */
	if (read(0, line, sizeof line) <= 0)
		return 2;
	if (write(1, "0\n", 2) < 0)
		return 2;
	return 1;
}
