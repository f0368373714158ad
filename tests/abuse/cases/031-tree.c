/*
 * Leaves a tree that is hard to remove: as deep as there are inodes, directories that nobody may
 * enter, names that are no text. The next run finds an empty directory all the same.
 *
 * @verdict AC
 * @tests deep look locked look names look
 * @layout
 */
#include "attack.h"

#include <dirent.h>
#include <sys/stat.h>

enum { WANTED = 100000 };

static void go_deep(int mode)
{
	int depth = 0;

	while (depth < WANTED && mkdir("d", 0700) == 0 && chdir("d") == 0)
		depth++;
	must(depth > 100, "only %d deep: %s", depth, strerror(errno));
	/* From within: above, nobody gets through any more. */
	for (; mode >= 0 && depth > 0; depth--) {
		must(chmod(".", (mode_t)mode) == 0 || errno == EACCES, "chmod: %s",
		     strerror(errno));
		if (chdir("..") < 0)
			break;
	}
	if (mode >= 0)
		must(chmod("/work", (mode_t)mode) < 0, "/work belongs to the program");
}

static void odd_names(void)
{
	static const char *const names[] = {
		"new\nline", "bell\a\033[31m", "\xff\xfe\x80", "\xc0\xaf", "-rf", " ", "~",
		"%s%n%s%n", "$(reboot)", "`reboot`", "a;reboot", "..\xff", "\"", "'", "\\",
	};
	char longest[256];

	for (size_t i = 0; i < COUNT(names); i++) {
		must(mkdir(names[i], 0) == 0, "%zu: %s", i, strerror(errno));
		must(symlink("/", "link") == 0 || errno == EEXIST, "%s", strerror(errno));
	}
	memset(longest, '\x80', 255);
	longest[255] = '\0';
	must(mkdir(longest, 0) == 0, "%s", strerror(errno));
}

static void look(void)
{
	DIR *here = opendir("/work");
	struct dirent *entry;

	must(here != NULL, "/work: %s", strerror(errno));
	while (here && (entry = readdir(here)))
		must(entry->d_name[0] == '.', "%s was left", entry->d_name);
	must(opens("mine", O_WRONLY | O_CREAT | O_EXCL), "/work cannot be written to");
}

int main(void)
{
	if (test_is("deep"))
		go_deep(-1);
	else if (test_is("locked"))
		go_deep(0);
	else if (test_is("names"))
		odd_names();
	else
		look();
	return finish();
}
