/*
 * Files of one run, read by the next: in the working directory, in /tmp, in /dev/shm; also what a
 * count of files does not show: a file made and removed, attributes of the directory itself.
 *
 * @verdict AC
 * @tests leave look remove look touch look label look leave look
 */
#include "attack.h"

#include <dirent.h>
#include <sys/stat.h>
#include <sys/xattr.h>

static const char *const places[] = { ".", "/work", "/tmp", "/var/tmp", "/dev/shm", "/files", "/" };

static void leave_in(const char *place)
{
	char path[300];
	int fd;

	if (chdir(place) < 0)
		return;
	for (int i = 0; i < 3; i++) {
		static const char *const names[] = { "left", ".hidden", "-rf \n\x80" };

		fd = open(names[i], O_WRONLY | O_CREAT, 0600);
		if (fd >= 0 && write(fd, "secret", 6) == 6)
			close(fd);
	}
	mkdir("locked", 0700);
	snprintf(path, sizeof path, "locked/inner");
	mkdir(path, 0);
	chmod("locked", 0);
	if (symlink("/proc/self/exe", "link") < 0 || chdir("/work") < 0)
		return;
}

static void look_in(const char *place)
{
	DIR *directory = opendir(place);
	struct dirent *entry;

	while (directory && (entry = readdir(directory)))
		if (strcmp(place, "/") && strcmp(place, "/files") && entry->d_name[0] != '.')
			came_through("%s has %s", place, entry->d_name);
		else
			must(!strstr(entry->d_name, "left") && !strstr(entry->d_name, "hidden"),
			     "%s has %s", place, entry->d_name);
	if (directory)
		closedir(directory);
}

static void look(void)
{
	struct stat st;
	char label[16];

	for (size_t i = 0; i < COUNT(places); i++)
		look_in(places[i]);
	must(getxattr("/work", "user.left", label, sizeof label) < 0, "/work is labelled");
	must(stat("/work", &st) == 0 && (st.st_mode & 07777) == 0777, "mode of /work changed");
	must(time(NULL) - st.st_mtime < 3600, "time of /work changed");
}

int main(void)
{
	const struct timespec past[2] = { { 1, 0 }, { 1, 0 } };

	if (test_is("look"))
		look();
	else if (test_is("leave"))
		for (size_t i = 0; i < COUNT(places); i++)
			leave_in(places[i]);
	else if (test_is("remove"))
		must(close(open("gone", O_CREAT | O_WRONLY, 0600)) == 0 && unlink("gone") == 0,
		     "cannot use /work");
	else if (test_is("touch"))
		utimensat(AT_FDCWD, "/work", past, 0) < 0 ? utimensat(AT_FDCWD, "/work", NULL, 0) : 0;
	else if (test_is("label"))
		setxattr("/work", "user.left", "secret", 6, 0);
	return finish();
}
