/* What of the control groups is pure: names and places. tests/vm tries the rest. */
#include "sandbox/cgroup.h"
#include "sandbox/cgroup_base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void assert_place(const char *text, const char *expected)
{
	char path[64];

	assert_int_equal(cgroup_base_parse(text, path, sizeof path), 0);
	assert_string_equal(path, expected);
}

static void our_place_on_v2(void **state)
{
	(void)state;
	assert_place("0::/system.slice/assize.service\n", "/system.slice/assize.service");
	assert_place("0::/\n", "");
	assert_place("12:pids:/a\n1:name=systemd:/b\n0::/c\n", "/c");
	assert_place("10::/a\n0::/c", "/c");
}

static void no_place_on_v2(void **state)
{
	static const char *const texts[] = {
		"", "12:pids:/a\n", "0::/../outside\n", "0::\n",
		"0::/a-path-that-is-longer-than-the-room-that-there-is-for-it-in-this-test\n",
	};
	char path[64];

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_int_equal(cgroup_base_parse(texts[i], path, sizeof path), -1);
}

static struct cgroup_layout layout(bool cpu, bool memory, bool pids, bool unified)
{
	struct cgroup_layout layout = { .unified = unified };

	layout.controller[CGROUP_CPU].v2 = cpu;
	layout.controller[CGROUP_MEMORY].v2 = memory;
	layout.controller[CGROUP_PIDS].v2 = pids;
	return layout;
}

static void layouts_have_names(void **state)
{
	const struct cgroup_layout v1 = layout(false, false, false, false),
		hybrid = layout(false, false, false, true), v2 = layout(true, true, true, true),
		memory = layout(false, true, false, true), time = layout(true, false, false, true);

	(void)state;
	assert_string_equal(cgroup_layout_name(&v1), "v1");
	assert_string_equal(cgroup_layout_name(&hybrid), "hybrid");
	assert_string_equal(cgroup_layout_name(&v2), "v2");
	assert_string_equal(cgroup_layout_name(&memory), "mixed");
	assert_string_equal(cgroup_layout_name(&time), "mixed");
}

static void groups_are_made_in_our_part_of_v2(void **state)
{
	struct cgroup_layout mixed = layout(false, true, false, true);
	char path[PATH_MAX];

	(void)state;
	snprintf(mixed.base, sizeof mixed.base, "/assize.service");
	snprintf(mixed.controller[CGROUP_MEMORY].mount, sizeof mixed.controller[0].mount, "/v2");
	snprintf(mixed.controller[CGROUP_PIDS].mount, sizeof mixed.controller[0].mount, "/pids");
	assert_int_equal(cgroup_path(&mixed, CGROUP_MEMORY, "box", "memory.max", path), 0);
	assert_string_equal(path, "/v2/assize.service/box/memory.max");
	assert_int_equal(cgroup_path(&mixed, CGROUP_PIDS, "box", "pids.max", path), 0);
	assert_string_equal(path, "/pids/box/pids.max");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_place_on_v2),
		cmocka_unit_test(no_place_on_v2),
		cmocka_unit_test(layouts_have_names),
		cmocka_unit_test(groups_are_made_in_our_part_of_v2),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
