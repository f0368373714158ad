#include "sandbox/topology.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A host of so many physical cores; thread t of core c is number c + t * cores, as on most hosts. */
static struct topology host(int cores, int threads)
{
	struct topology topology = { 0 };

	for (int cpu = 0; cpu < cores * threads; cpu++) {
		CPU_SET((size_t)cpu, &topology.allowed);
		topology.core[cpu] = cpu % cores;
	}
	return topology;
}

/* The order as a text, "cores: cpu cpu …". */
static const char *order(const struct topology *topology, char *text, size_t size)
{
	int cpus[CPU_SETSIZE];
	size_t cores, count = topology_order(topology, cpus, &cores);
	size_t length = (size_t)snprintf(text, size, "%zu:", cores);

	for (size_t i = 0; i < count; i++)
		length += (size_t)snprintf(text + length, size - length, " %d", cpus[i]);
	return text;
}

#define assert_order(topology, expected)						\
	do {										\
		char text_[256];							\
		assert_string_equal(order(topology, text_, sizeof text_), expected);	\
	} while (0)

static void without_siblings_cores_come_in_order(void **state)
{
	struct topology topology = host(4, 1);

	(void)state;
	assert_order(&topology, "4: 0 1 2 3");
}

static void siblings_come_after_all_cores(void **state)
{
	struct topology topology = host(4, 2);

	(void)state;
	assert_order(&topology, "4: 0 1 2 3 4 5 6 7");
}

static void siblings_that_are_neighbours_come_after_all_cores(void **state)
{
	struct topology topology = { 0 };

	(void)state;
	for (int cpu = 0; cpu < 8; cpu++) {
		CPU_SET((size_t)cpu, &topology.allowed);
		topology.core[cpu] = cpu / 2 * 2;
	}
	assert_order(&topology, "4: 0 2 4 6 1 3 5 7");
}

static void a_core_whose_first_thread_is_forbidden_gives_its_second(void **state)
{
	struct topology topology = host(4, 2);

	(void)state;
	CPU_CLR(1, &topology.allowed);
	CPU_CLR(2, &topology.allowed);
	CPU_CLR(6, &topology.allowed);
	assert_order(&topology, "3: 0 3 5 4 7");
}

static void fast_and_slow_cores_with_different_numbers_of_threads(void **state)
{
	struct topology topology = { 0 };
	static const int core[] = { 0, 0, 2, 2, 4, 5 };

	(void)state;
	for (int cpu = 0; cpu < 6; cpu++) {
		CPU_SET((size_t)cpu, &topology.allowed);
		topology.core[cpu] = core[cpu];
	}
	assert_order(&topology, "4: 0 2 4 5 1 3");
}

static void nothing_allowed_is_nothing(void **state)
{
	struct topology topology = { 0 };

	(void)state;
	assert_order(&topology, "0:");
}

static void the_last_thread_there_can_be(void **state)
{
	struct topology topology = { 0 };

	(void)state;
	CPU_SET(CPU_SETSIZE - 1, &topology.allowed);
	topology.core[CPU_SETSIZE - 1] = CPU_SETSIZE - 1;
	assert_order(&topology, "1: 1023");
}

static void lists_as_the_kernel_writes_them(void **state)
{
	(void)state;
	assert_int_equal(topology_first("0\n"), 0);
	assert_int_equal(topology_first("3,7\n"), 3);
	assert_int_equal(topology_first("2-3\n"), 2);
	assert_int_equal(topology_first("8-9,2-3"), 2);
	assert_int_equal(topology_first("12,76\n"), 12);
}

static void what_is_no_list(void **state)
{
	static const char *const texts[] = {
		"", "\n", "x", "-1", "1-", "3-1", "1;2", "1,x", "99999", "0-99999",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_int_equal(topology_first(texts[i]), -1);
}

static void one_more_slot_goes_where_the_fewest_are(void **state)
{
	struct topology topology = host(2, 2);
	unsigned busy[CPU_SETSIZE] = { 0 };
	static const int expected[] = { 0, 1, 2, 3, 0, 1 };

	(void)state;
	for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
		int cpu = topology_choose(&topology, busy);

		assert_int_equal(cpu, expected[i]);
		busy[cpu]++;
	}
	busy[1]--;
	busy[3]--;
	assert_int_equal(topology_choose(&topology, busy), 3);
}

static void nor_beside_one_on_the_other_thread_of_its_core(void **state)
{
	struct topology topology = host(2, 2);
	unsigned busy[CPU_SETSIZE] = { 0 };

	(void)state;
	busy[2] = 1;
	assert_int_equal(topology_choose(&topology, busy), 1);
	/* Not even if that thread is of those that we may not use. */
	CPU_CLR(2, &topology.allowed);
	assert_int_equal(topology_choose(&topology, busy), 1);
	CPU_ZERO(&topology.allowed);
	assert_int_equal(topology_choose(&topology, busy), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_siblings_cores_come_in_order),
		cmocka_unit_test(siblings_come_after_all_cores),
		cmocka_unit_test(siblings_that_are_neighbours_come_after_all_cores),
		cmocka_unit_test(a_core_whose_first_thread_is_forbidden_gives_its_second),
		cmocka_unit_test(fast_and_slow_cores_with_different_numbers_of_threads),
		cmocka_unit_test(nothing_allowed_is_nothing),
		cmocka_unit_test(the_last_thread_there_can_be),
		cmocka_unit_test(lists_as_the_kernel_writes_them),
		cmocka_unit_test(what_is_no_list),
		cmocka_unit_test(one_more_slot_goes_where_the_fewest_are),
		cmocka_unit_test(nor_beside_one_on_the_other_thread_of_its_core),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
