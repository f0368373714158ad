/* A trivial submission: reads two numbers, writes one kilobyte. */
#include <stdio.h>

int main(void)
{
	char line[1024];
	int a, b;

	if (scanf("%d%d", &a, &b) != 2)
		return 1;
	for (int i = 0; i < 1023; i++)
		line[i] = (char)('a' + (a + b + i) % 26);
	line[1023] = '\n';
	return fwrite(line, 1, sizeof line, stdout) != sizeof line;
}
