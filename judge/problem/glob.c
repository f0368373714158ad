#include "problem/glob.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

const char *glob_fault(const char *pattern)
{
	size_t patterns = 1, alternatives = 0;

	if (!*pattern || *pattern == '/' || pattern[strlen(pattern) - 1] == '/')
		return "begins or ends with /; write a path such as accepted/*.py";
	if (strlen(pattern) >= GLOB_BYTES_MAX)
		return "is too long; use several patterns";
	if (strstr(pattern, "**"))
		return "** is not supported; * matches within one name";
	if (strpbrk(pattern, "[]?\\"))
		return "[ ] ? \\ are not supported; use * and {a,b}";
	for (; *pattern; pattern++) {
		if (*pattern == '{' && alternatives)
			return "braces within braces are not supported";
		if (*pattern == '}' && !alternatives)
			return "has a } without a {";
		if (*pattern == '{')
			alternatives = 1;
		if (*pattern == ',' && alternatives)
			alternatives++;
		if (*pattern == '}') {
			patterns *= alternatives;
			alternatives = 0;
		}
		if (patterns > GLOB_PATTERNS_MAX)
			return "has too many combinations; use several patterns";
	}
	return alternatives ? "has a { without a }" : NULL;
}

/*
 * Without braces. It is enough to go back to the last star: names are matched one by one, as no
 * star takes a '/', and within a name an earlier star need not take more than it has to.
 */
static bool matches_plain(const char *pattern, const char *path, bool whole)
{
	const char *star = NULL, *resume = NULL;

	while (*pattern || (*path && (whole || *path != '/'))) {
		if (*pattern == '*') {
			star = ++pattern;
			resume = path;
		} else if (*pattern && *pattern == *path) {
			pattern++;
			path++;
		} else if (star && *resume && *resume != '/') {
			pattern = star;
			path = ++resume;
		} else {
			return false;
		}
	}
	return true;
}

/* One alternative after the other in place of the first braces. */
static bool matches(const char *pattern, const char *path, bool whole)
{
	const char *open = strchr(pattern, '{'), *close = open ? strchr(open, '}') : NULL;
	const char *start = open ? open + 1 : NULL;

	if (!close)
		return matches_plain(pattern, path, whole);
	while (start <= close) {
		char chosen[GLOB_BYTES_MAX];
		size_t length = strcspn(start, ",}");

		snprintf(chosen, sizeof chosen, "%.*s%.*s%s", (int)(open - pattern), pattern,
			 (int)length, start, close + 1);
		if (matches(chosen, path, whole))
			return true;
		start += length + 1;
	}
	return false;
}

bool glob_matches(const char *pattern, const char *path)
{
	return matches(pattern, path, false);
}

bool glob_matches_whole(const char *pattern, const char *path)
{
	return matches(pattern, path, true);
}
