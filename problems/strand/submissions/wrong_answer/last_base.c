/* Wrong in the very last of the letters where there are many. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 64 << 20 };

int main(void)
{
	char *in = malloc(ROOM), *out = malloc(ROOM), partner[256] = { 0 };
	size_t size = fread(in, 1, ROOM - 1, stdin), used = 0;
	char *strand;

	in[size] = '\0';
	strand = strchr(in, '\n') + 1;
	partner['A'] = 'T';
	partner['C'] = 'G';
	partner['G'] = 'C';
	partner['T'] = 'A';
	partner['\n'] = '\n';
	for (char *base = in + size - 1; base-- > strand;)
		out[used++] = partner[(unsigned char)*base];
	if (used > 1000)
		out[used - 1] = *strand;
	out[used++] = '\n';
	fwrite(out, 1, used, stdout);
	return 0;
}
