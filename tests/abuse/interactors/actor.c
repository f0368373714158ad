/*
 * Whom interactive cases talk to. It says the test's name, and then does what that asks for:
 *
 *	go	accepts
 *	listen	accepts who says nothing but "held" until its end
 *	talk	writes 4 MiB before it listens
 *	reject	rejects, without having heard anything
 *	work	computes for a second before it listens
 *	drown	reads all there is, and has no opinion before its end
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ACCEPT = 42, REJECT = 43, MANY = 4 << 20 };

static void reject(const char *directory, const char *why)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof path, "%sjudgemessage.txt", directory);
	file = fopen(path, "w");
	if (file)
		fprintf(file, "%s\n", why);
	exit(REJECT);
}

static void listen(const char *directory)
{
	char text[256];
	size_t size = fread(text, 1, sizeof text - 1, stdin);

	text[size] = '\0';
	if (strcmp(text, "held\n"))
		reject(directory, size ? text : "nothing was said");
}

static void drown(void)
{
	char text[4096];

	while (fread(text, 1, sizeof text, stdin) == sizeof text)
		;
}

int main(int argc, char **argv)
{
	FILE *in = argc > 3 ? fopen(argv[1], "r") : NULL;
	char name[64] = "";

	if (!in || fscanf(in, "%63s", name) != 1)
		return 1;
	printf("%s\n", name);
	fflush(stdout);
	if (!strcmp(name, "go"))
		return ACCEPT;
	if (!strcmp(name, "reject"))
		reject(argv[3], "rejected");
	if (!strcmp(name, "talk"))
		for (int i = 0; i < MANY; i++)
			putchar('\n');
	fflush(stdout);
	while (!strcmp(name, "work") && clock() < CLOCKS_PER_SEC)
		;
	if (!strcmp(name, "drown"))
		drown();
	else
		listen(argv[3]);
	return ACCEPT;
}
