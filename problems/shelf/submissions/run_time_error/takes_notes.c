/* Right, but for the notes that it takes: the problem does not allow files to be written. */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	char line[100], titles[100][100];
	int count = 0, shelf, begin;
	FILE *books = fopen("books.txt", "r"), *notes = fopen("notes.txt", "w");

	while (fgets(line, sizeof line, books))
		if (sscanf(line, "%d %n", &shelf, &begin) == 1) {
			char number[12];

			snprintf(number, sizeof number, "%d", shelf);
			fputs(line, notes);
			if (!strcmp(number, argv[1]))
				strcpy(titles[count++], line + begin);
		}
	fclose(notes);
	for (int i = 0; i < count; i++)
		fputs(titles[argc > 2 ? count - 1 - i : i], stdout);
}
