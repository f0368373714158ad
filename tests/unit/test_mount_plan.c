#include "sandbox/mount_plan.h"

#include "util/cleanup.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static void make_plan(const struct box_class *class, struct mount_plan *plan)
{
	struct error err = { 0 };

	if (mount_plan_make(class, plan, &err) < 0)
		fail_msg("%s", err.message);
}

static const struct mount_op *find(const struct mount_plan *plan, const char *target)
{
	for (size_t i = 0; i < plan->count; i++)
		if (!strcmp(plan->ops[i].target, target))
			return &plan->ops[i];
	return NULL;
}

/* ---- The table of classes ----------------------------------------------------------------- */

static void native_shows_no_directory_of_the_host(void **state)
{
	struct mount_plan plan;

	(void)state;
	make_plan(&box_classes[box_class_find("native")], &plan);
	for (size_t i = 0; i < plan.count; i++)
		assert_int_not_equal(plan.ops[i].kind, MOUNT_BIND);
	mount_plan_free(&plan);
}

static bool starts_with(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

static void check_bind(const struct mount_op *op)
{
	static const char *const allowed[] = {
		"/usr/bin/", "/usr/lib/", "/usr/lib64", "/usr/libexec/gcc", "/usr/include",
		"/usr/share/python3", "/usr/share/java", "/etc/ld.so.cache", "/etc/java-", "/lib",
		"/bin",
	};
	struct stat st;
	bool is_allowed = false;

	for (size_t i = 0; i < ARRAY_SIZE(allowed); i++)
		is_allowed |= starts_with(op->source, allowed[i]);
	if (!is_allowed)
		fail_msg("%s is shown", op->source);
	assert_string_equal(op->source + 1, op->target);
	assert_int_equal(stat(op->source, &st), 0);
}

static void classes_show_programs_and_libraries_only_and_where_the_host_has_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < box_class_count; i++) {
		struct mount_plan plan;

		make_plan(&box_classes[i], &plan);
		for (size_t j = 0; j < plan.count; j++)
			if (plan.ops[j].kind == MOUNT_BIND)
				check_bind(&plan.ops[j]);
		mount_plan_free(&plan);
	}
}

static void only_harmless_devices_are_shown(void **state)
{
	static const char *const devices[] = {
		"dev/null", "dev/zero", "dev/full", "dev/random", "dev/urandom",
	};

	(void)state;
	for (size_t i = 0; i < box_class_count; i++) {
		struct mount_plan plan;
		size_t count = 0;

		make_plan(&box_classes[i], &plan);
		for (size_t j = 0; j < ARRAY_SIZE(devices); j++)
			assert_int_equal(find(&plan, devices[j])->kind, MOUNT_DEVICE);
		for (size_t j = 0; j < plan.count; j++)
			count += plan.ops[j].kind == MOUNT_DEVICE;
		assert_int_equal(count, ARRAY_SIZE(devices));
		mount_plan_free(&plan);
	}
}

static void check_target(const char *target)
{
	assert_int_not_equal(target[0], '\0');
	assert_int_not_equal(target[0], '/');
	assert_null(strstr(target, "//"));
	for (const char *part = target; part; part = strchr(part, '/')) {
		part += *part == '/';
		assert_false(starts_with(part, "../") || !strcmp(part, ".."));
	}
}

/* What is below a bind mount would be made in a directory of the host; below a link, elsewhere. */
static void check_pair(const struct mount_op *upper, const struct mount_op *other)
{
	size_t length = strlen(upper->target);

	if (!strcmp(upper->target, other->target))
		fail_msg("%s is there twice", upper->target);
	if (!strncmp(other->target, upper->target, length) && other->target[length] == '/')
		fail_msg("%s is below %s", other->target, upper->target);
}

static void targets_are_below_the_root_and_do_not_meet(void **state)
{
	(void)state;
	for (size_t i = 0; i < box_class_count; i++) {
		struct mount_plan plan;

		make_plan(&box_classes[i], &plan);
		for (size_t j = 0; j < plan.count; j++) {
			check_target(plan.ops[j].target);
			for (size_t k = 0; k < plan.count; k++)
				if (j != k)
					check_pair(&plan.ops[j], &plan.ops[k]);
		}
		mount_plan_free(&plan);
	}
}

static void users_and_names_are_made_up(void **state)
{
	static const char *const files[] = {
		"etc/passwd", "etc/group", "etc/hosts", "etc/nsswitch.conf",
	};

	(void)state;
	for (size_t i = 0; i < box_class_count; i++) {
		struct mount_plan plan;

		make_plan(&box_classes[i], &plan);
		for (size_t j = 0; j < ARRAY_SIZE(files); j++)
			assert_int_equal(find(&plan, files[j])->kind, MOUNT_FILE);
		assert_int_equal(find(&plan, "proc")->kind, MOUNT_PROC);
		assert_int_equal(find(&plan, "work")->kind, MOUNT_DIRECTORY);
		assert_int_equal(find(&plan, "files")->kind, MOUNT_DIRECTORY);
		assert_null(find(&plan, "sys"));
		mount_plan_free(&plan);
	}
}

static void classes_have_names_of_their_own(void **state)
{
	(void)state;
	assert_true(box_class_count <= CLASS_MAX);
	for (size_t i = 0; i < box_class_count; i++)
		assert_int_equal(box_class_find(box_classes[i].name), i);
	assert_int_equal(box_class_find("nativ"), -1);
	assert_int_equal(box_class_find(""), -1);
}

/* ---- Patterns, in a directory of the test's own -------------------------------------------- */

static int set_up(void **state)
{
	char *directory = strdup("/tmp/assize-mount-XXXXXX");

	assert_non_null(mkdtemp(directory));
	*state = directory;
	return 0;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *place)
{
	(void)st, (void)kind, (void)place;
	return remove(path);
}

static int tear_down(void **state)
{
	nftw(*state, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(*state);
	return 0;
}

static void in(char path[256], const char *directory, const char *name)
{
	snprintf(path, 256, "%s/%s", directory, name);
}

static void make_file(const char *directory, const char *name)
{
	char path[256];
	FILE *file;

	in(path, directory, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
}

static void make_link(const char *directory, const char *name, const char *text)
{
	char path[256];

	in(path, directory, name);
	assert_int_equal(symlink(text, path), 0);
}

/* The plan of a class that shows what the two patterns match. */
static void plan_patterns(const char *directory, const char *first, const char *second,
			  struct mount_plan *plan)
{
	char one[256], two[256];
	const char *const paths[] = { one, two, NULL };
	const struct box_class class = { .name = "test", .paths = paths };

	in(one, directory, first);
	in(two, directory, second);
	make_plan(&class, plan);
}

static const struct mount_op *find_in(const struct mount_plan *plan, const char *directory,
				      const char *name)
{
	char path[256];

	in(path, directory, name);
	return find(plan, path + 1);
}

static void a_pattern_shows_all_that_it_matches(void **state)
{
	struct mount_plan plan;

	make_file(*state, "python3");
	make_file(*state, "python3.11");
	make_file(*state, "perl");
	plan_patterns(*state, "python3*", "nothing-like-it*", &plan);
	assert_int_equal(find_in(&plan, *state, "python3")->kind, MOUNT_BIND);
	assert_int_equal(find_in(&plan, *state, "python3.11")->kind, MOUNT_BIND);
	assert_null(find_in(&plan, *state, "perl"));
	assert_null(find_in(&plan, *state, "nothing-like-it*"));
	mount_plan_free(&plan);
}

static void links_are_copied_as_links_even_if_they_lead_nowhere(void **state)
{
	struct mount_plan plan;
	const struct mount_op *op;

	make_file(*state, "gcc-12");
	make_link(*state, "gcc", "gcc-12");
	make_link(*state, "cc", "/etc/alternatives/no-such-compiler");
	plan_patterns(*state, "gcc*", "cc", &plan);
	assert_int_equal(find_in(&plan, *state, "gcc-12")->kind, MOUNT_BIND);
	op = find_in(&plan, *state, "gcc");
	assert_int_equal(op->kind, MOUNT_LINK);
	assert_string_equal(op->source, "gcc-12");
	op = find_in(&plan, *state, "cc");
	assert_int_equal(op->kind, MOUNT_LINK);
	assert_string_equal(op->source, "/etc/alternatives/no-such-compiler");
	mount_plan_free(&plan);
}

static void what_two_patterns_match_is_there_once(void **state)
{
	struct mount_plan plan;
	size_t count;

	make_file(*state, "gcc-12");
	make_link(*state, "gcc", "gcc-12");
	plan_patterns(*state, "gcc*", "gcc*", &plan);
	count = plan.count;
	mount_plan_free(&plan);
	plan_patterns(*state, "gcc*", "nothing", &plan);
	assert_int_equal(plan.count, count);
	mount_plan_free(&plan);
	assert_null(plan.ops);
	assert_int_equal(plan.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(native_shows_no_directory_of_the_host),
		cmocka_unit_test(classes_show_programs_and_libraries_only_and_where_the_host_has_them),
		cmocka_unit_test(only_harmless_devices_are_shown),
		cmocka_unit_test(targets_are_below_the_root_and_do_not_meet),
		cmocka_unit_test(users_and_names_are_made_up),
		cmocka_unit_test(classes_have_names_of_their_own),
		cmocka_unit_test_setup_teardown(a_pattern_shows_all_that_it_matches, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
			links_are_copied_as_links_even_if_they_lead_nowhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_two_patterns_match_is_there_once, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
