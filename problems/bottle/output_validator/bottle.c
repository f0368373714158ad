/*
 * Told which pass it is by what it left in the feedback directory in the first: "sent". The next
 * input is the message, turned around.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACCEPT = 42, REJECT = 43, BROKEN = 1, LETTERS = 12 };

static FILE *feedback(const char *directory, const char *name, const char *mode)
{
	char path[512];

	snprintf(path, sizeof path, "%s%s", directory, name);
	return fopen(path, mode);
}

static void reject(const char *directory, const char *why)
{
	FILE *file = feedback(directory, "judgemessage.txt", "w");

	fprintf(file, "%s\n", why);
	fclose(file);
	exit(REJECT);
}

/* The only word there is, of at most so many bytes. */
static void read_word(const char *directory, char *word, int size)
{
	char more[2];

	if (scanf("%15s", word) != 1 || (int)strlen(word) > size)
		reject(directory, "one word expected");
	if (scanf("%1s", more) == 1)
		reject(directory, "more than one word");
}

static void send(const char *directory, const char *input)
{
	char word[16], turned[16] = "", said[8] = "";
	FILE *in = fopen(input, "r"), *file;
	size_t length;

	if (fscanf(in, "%7s", said) != 1 || strcmp(said, "send"))
		exit(BROKEN);
	read_word(directory, word, LETTERS);
	length = strlen(word);
	for (size_t i = 0; i < length; i++) {
		if (word[i] < 'a' || word[i] > 'z')
			reject(directory, "a message of letters expected");
		turned[length - 1 - i] = word[i];
	}
	if (!strcmp(word, turned))
		reject(directory, "the message reads the same from behind");
	file = feedback(directory, "sent", "w");
	fclose(file);
	file = feedback(directory, "nextpass.in", "w");
	fprintf(file, "read\n%s\n", turned);
	fclose(file);
	exit(ACCEPT);
}

int main(int argc, char **argv)
{
	char number[16], expected[16], said[8] = "", line[64];
	FILE *in, *answer, *next;

	if (argc < 4)
		return BROKEN;
	if (!feedback(argv[3], "sent", "r"))
		send(argv[3], argv[1]);
	/* The input of this pass, and nothing left to be the next one's. */
	in = fopen(argv[1], "r");
	answer = fopen(argv[2], "r");
	next = feedback(argv[3], "nextpass.in", "r");
	if (next || fscanf(in, "%7s", said) != 1 || strcmp(said, "read") ||
	    fscanf(answer, "%15s", expected) != 1)
		return BROKEN;
	read_word(argv[3], number, LETTERS);
	if (strcmp(number, expected)) {
		snprintf(line, sizeof line, "read %s, sent was %s", number, expected);
		reject(argv[3], line);
	}
	return ACCEPT;
}
