/* CHECKER in out ans: 0 accepts, 1 rejects, with a word on standard output. The rest is failure. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int no(const char *why)
{
	puts(why);
	return 1;
}

int main(int argc, char **argv)
{
	FILE *in = argc == 4 ? fopen(argv[1], "r") : NULL;
	FILE *out = argc == 4 ? fopen(argv[2], "r") : NULL;
	FILE *ans = argc == 4 ? fopen(argv[3], "r") : NULL;
	char word[32], answer[32], more[2], *end;
	long n, divisor;

	if (!in || !out || !ans || fscanf(in, "%ld", &n) != 1 || fscanf(ans, "%31s", answer) != 1)
		return 2;
	if (fscanf(out, "%31s", word) != 1)
		return no("no word at all");
	if (fscanf(out, "%1s", more) == 1)
		return no("more than one word");
	if (!strcmp(word, "prime"))
		return strcmp(answer, "prime") ? no("there is a divisor") : 0;
	divisor = strtol(word, &end, 10);
	if (*end || divisor <= 1 || divisor >= n)
		return no("not a number between 1 and n");
	if (n % divisor)
		return no("does not divide n");
	if (!strcmp(answer, "prime")) {
		fprintf(stderr, "the jury says that %ld is prime\n", n);
		return 2;
	}
	return 0;
}
