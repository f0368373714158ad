#include "sandbox/mount_plan.h"

#include "util/cleanup.h"

#include <glob.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const devices[] = {
	"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom",
};

/* No user of the host, no name service: names for the uids that a program may meet. */
static const struct {
	const char *target, *text;
} synthetic[] = {
	{ "etc/passwd", "root:x:0:0:root:/:/bin/false\nrun:x:1:1:run:/work:/bin/false\n" },
	{ "etc/group", "root:x:0:\nrun:x:1:\n" },
	{ "etc/hosts", "127.0.0.1 localhost\n" },
	{ "etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n" },
};

static int add(struct mount_plan *plan, enum mount_kind kind, const char *source,
	       const char *target, struct error *err)
{
	struct mount_op op = { .kind = kind };

	if (plan->count == plan->capacity) {
		size_t capacity = plan->capacity ? 2 * plan->capacity : 64;
		struct mount_op *ops = realloc(plan->ops, capacity * sizeof *ops);

		if (!ops)
			return error_system(err, "mount plan");
		plan->ops = ops;
		plan->capacity = capacity;
	}
	op.target = strdup(target);
	op.source = source ? strdup(source) : NULL;
	plan->ops[plan->count++] = op;
	if (!op.target || (source && !op.source))
		return error_system(err, "mount plan");
	return 0;
}

static bool is_planned(const struct mount_plan *plan, const char *target)
{
	for (size_t i = 0; i < plan->count; i++)
		if (!strcmp(plan->ops[i].target, target))
			return true;
	return false;
}

static int add_path(struct mount_plan *plan, const char *path, struct error *err)
{
	char link[PATH_MAX];
	struct stat st;
	ssize_t length;

	if (is_planned(plan, path + 1))
		return 0;
	if (lstat(path, &st) < 0)
		return error_system(err, "%s", path);
	if (!S_ISLNK(st.st_mode))
		return add(plan, MOUNT_BIND, path, path + 1, err);
	length = readlink(path, link, sizeof link - 1);
	if (length < 0)
		return error_system(err, "%s", path);
	link[length] = '\0';
	return add(plan, MOUNT_LINK, link, path + 1, err);
}

static int add_pattern(struct mount_plan *plan, const char *pattern, struct error *err)
{
	glob_t found;
	int status = glob(pattern, 0, NULL, &found), result = 0;

	/* Which of them exist depends on the host's packages; the self-test of a profile decides. */
	if (status == GLOB_NOMATCH)
		return 0;
	if (status)
		return error_set(err, ERROR_SYSTEM, 0, "cannot look for %s", pattern);
	for (size_t i = 0; i < found.gl_pathc && result == 0; i++)
		result = add_path(plan, found.gl_pathv[i], err);
	globfree(&found);
	return result;
}

static int add_basics(struct mount_plan *plan, struct error *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(synthetic); i++)
		if (add(plan, MOUNT_FILE, synthetic[i].text, synthetic[i].target, err) < 0)
			return -1;
	for (size_t i = 0; i < ARRAY_SIZE(devices); i++)
		if (add(plan, MOUNT_DEVICE, devices[i], devices[i] + 1, err) < 0)
			return -1;
	if (add(plan, MOUNT_LINK, "/proc/self/fd", "dev/fd", err) < 0 ||
	    add(plan, MOUNT_LINK, "/proc/self/fd/0", "dev/stdin", err) < 0 ||
	    add(plan, MOUNT_LINK, "/proc/self/fd/1", "dev/stdout", err) < 0 ||
	    add(plan, MOUNT_LINK, "/proc/self/fd/2", "dev/stderr", err) < 0 ||
	    add(plan, MOUNT_LINK, "work", "tmp", err) < 0 ||
	    add(plan, MOUNT_DIRECTORY, NULL, "work", err) < 0 ||
	    add(plan, MOUNT_DIRECTORY, NULL, "files", err) < 0)
		return -1;
	return add(plan, MOUNT_PROC, NULL, "proc", err);
}

int mount_plan_make(const struct box_class *class, struct mount_plan *plan, struct error *err)
{
	*plan = (struct mount_plan){ 0 };
	if (add_basics(plan, err) < 0)
		return error_context(err, "class %s", class->name);
	for (const char *const *pattern = class->paths; *pattern; pattern++)
		if (add_pattern(plan, *pattern, err) < 0)
			return error_context(err, "class %s", class->name);
	return 0;
}

void mount_plan_free(struct mount_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		free(plan->ops[i].source);
		free(plan->ops[i].target);
	}
	free(plan->ops);
	*plan = (struct mount_plan){ 0 };
}
