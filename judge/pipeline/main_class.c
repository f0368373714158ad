#include "pipeline/main_class.h"

#include "pipeline/include.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>

/*
 * In the constant pool a name is the byte 1, a 16-bit length and the text (JVM specification,
 * 4.4.7). A class that has both texts has, but for contrived cases, the method.
 */
static bool has_constant(const unsigned char *bytes, size_t size, const char *text)
{
	size_t length = strlen(text);
	const unsigned char *at = bytes, *found;

	while ((found = memmem(at, size - (size_t)(at - bytes), text, length))) {
		if (found - bytes >= 3 && found[-3] == 1 && found[-2] == 0 && found[-1] == length)
			return true;
		at = found + 1;
	}
	return false;
}

bool main_class_has_main(const unsigned char *bytes, size_t size)
{
	static const unsigned char magic[] = { 0xca, 0xfe, 0xba, 0xbe };

	return size > sizeof magic && !memcmp(bytes, magic, sizeof magic) &&
	       has_constant(bytes, size, "main") &&
	       has_constant(bytes, size, "([Ljava/lang/String;)V");
}

static bool file_has_main(int fd)
{
	struct stat st;
	void *bytes;
	bool has;

	if (fstat(fd, &st) < 0 || st.st_size == 0)
		return false;
	bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		return false;
	has = main_class_has_main(bytes, (size_t)st.st_size);
	munmap(bytes, (size_t)st.st_size);
	return has;
}

/* "pkg/Main.class" to "pkg.Main"; false for other files and for names that are too long. */
static bool class_name(const char *file, char *name, size_t size)
{
	static const char suffix[] = ".class";
	size_t length = strlen(file);

	if (length < sizeof suffix || length >= size ||
	    strcmp(file + length - (sizeof suffix - 1), suffix) != 0)
		return false;
	snprintf(name, size, "%.*s", (int)(length - (sizeof suffix - 1)), file);
	for (char *c = name; *c; c++)
		if (*c == '/')
			*c = '.';
	return true;
}

static const char *last_part(const char *name, char separator)
{
	const char *slash = strrchr(name, separator);

	return slash ? slash + 1 : name;
}

/* Does file, without directories and extension, carry this name? */
static bool stem_is(const char *file, const char *name)
{
	const char *base = last_part(file, '/');
	size_t length = strlen(name);

	return !strncmp(base, name, length) && (base[length] == '.' || base[length] == '\0');
}

enum { RANK_ANY = 1, RANK_SOURCE, RANK_MAIN, RANK_STATED };

static int rank(const char *class, const struct submission *submission)
{
	const char *simple = last_part(class, '.');

	if (submission->entry_point[0] && (!strcmp(class, submission->entry_point) ||
					   stem_is(submission->entry_point, simple)))
		return RANK_STATED;
	if (!strcmp(simple, "Main"))
		return RANK_MAIN;
	for (size_t i = 0; i < submission->file_count; i++)
		if (stem_is(submission->files[i].name, simple))
			return RANK_SOURCE;
	return RANK_ANY;
}

void main_class_find(const struct artifact *artifact, const struct submission *submission,
		     char *name, size_t size)
{
	int best = 0;

	name[0] = '\0';
	for (size_t i = 0; i < artifact->count; i++) {
		char class[256];
		int r;

		if (!class_name(artifact->names[i], class, sizeof class) ||
		    !file_has_main(artifact->fds[i]))
			continue;
		r = rank(class, submission);
		if (r > best || (r == best && strcmp(class, name) < 0)) {
			best = r;
			snprintf(name, size, "%s", class);
		}
	}
}

/* The source that the entry point names, or NULL. */
static const char *stated_source(const struct submission *submission)
{
	const char *found = NULL;

	for (size_t i = 0; submission->entry_point[0] && i < submission->file_count; i++) {
		const char *name = submission->files[i].name;

		if (!strcmp(name, submission->entry_point))
			return name;
		if (!found && stem_is(name, submission->entry_point))
			found = name;
	}
	return found;
}

const char *main_source_find(const struct submission *submission)
{
	const char *found = stated_source(submission);

	for (size_t i = 0; !found && i < submission->file_count; i++) {
		const char *name = submission->files[i].name;

		if (stem_is(name, "__main__") || stem_is(name, "main"))
			found = name;
	}
	return found || !submission->file_count ? found : submission->files[0].name;
}

/* ---- What is stated ------------------------------------------------------------------------ */

int main_entry_point_set(const char *stated, struct submission *submission, struct error *err)
{
	size_t length = strlen(stated);

	if (length >= sizeof submission->entry_point)
		return error_usage(err, "the entry point is longer than %zu bytes",
				   sizeof submission->entry_point - 1);
	memcpy(submission->entry_point, stated, length + 1);
	return 0;
}

/* A compiler that is told the main source chooses nothing where the class is chosen later. */
static bool starts_source(const struct profile *profile)
{
	return !packed_mentions(profile->run.command, "{main_class}") &&
	       (packed_mentions(profile->run.command, "{main}") ||
		packed_mentions(profile->compile.command, "{main}"));
}

int main_entry_point_check(const struct profile *profile, const struct problem *problem,
			   const struct tree *tree, const struct submission *submission,
			   struct error *err)
{
	const char *stated = submission->entry_point, *names[SUBMISSION_FILES], *nearest;
	size_t count = 0;

	if (!*stated || !starts_source(profile) || stated_source(submission) ||
	    include_has(problem, tree, profile, stated))
		return 0;
	for (; count < submission->file_count && count < ARRAY_SIZE(names); count++)
		names[count] = submission->files[count].name;
	nearest = text_nearest(stated, names, count);
	return error_usage(err, "the entry point \"%s\" is none of the sources%s%s%s", stated,
			   nearest ? "; did you mean \"" : "", nearest ? nearest : "",
			   nearest ? "\"?" : "");
}

bool main_class_is_stated(const char *class, const struct submission *submission)
{
	return !submission->entry_point[0] || rank(class, submission) == RANK_STATED ||
	       stated_source(submission);
}
