/* Slots of several workers, as processes that take locks in a /run/assize of their own. */
#include "sandbox/slot_lock.h"

#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { SLOTS = 4 };

/* What a tree tells: the slots that it got. */
struct told {
	int cpus[SLOTS];
	unsigned numbers[SLOTS];
};

/* A supervisor: for each message, a number of slots, it starts a tree; 0 ends the oldest one. */
struct worker {
	pid_t pid;
	int socket;
};

static void run_tree(int socket, unsigned count)
{
	struct slot_lock locks[SLOTS];
	struct told told = { .cpus = { 0 } };
	struct error err;
	int all = slot_lock_all(&err);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (all < 0 || slot_lock_choose(count, locks, &err) < 0)
		_exit(1);
	close(all);
	for (unsigned i = 0; i < count; i++) {
		told.cpus[i] = locks[i].cpu;
		told.numbers[i] = locks[i].number;
	}
	if (send(socket, &told, sizeof told, 0) != sizeof told)
		_exit(1);
	for (;;)
		pause();
}

static void run_supervisor(int socket)
{
	pid_t trees[8];
	unsigned count, first = 0, last = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (recv(socket, &count, sizeof count, 0) == sizeof count) {
		if (count) {
			trees[last] = fork();
			if (trees[last++] == 0)
				run_tree(socket, count);
			continue;
		}
		kill(trees[first], SIGKILL);
		waitpid(trees[first++], NULL, 0);
		send(socket, &count, sizeof count, 0);
	}
	_exit(0);
}

static struct told start_tree(const struct worker *worker, unsigned count)
{
	struct told told;

	assert_int_equal(send(worker->socket, &count, sizeof count, 0), sizeof count);
	assert_int_equal(recv(worker->socket, &told, sizeof told, 0), sizeof told);
	return told;
}

static void end_tree(const struct worker *worker)
{
	unsigned none = 0;

	assert_int_equal(send(worker->socket, &none, sizeof none, 0), sizeof none);
	assert_int_equal(recv(worker->socket, &none, sizeof none, 0), sizeof none);
}

static struct worker start_worker(void)
{
	const struct timeval patience = { .tv_sec = 60 };
	struct worker worker;
	int sockets[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets), 0);
	worker.pid = fork();
	if (worker.pid == 0) {
		close(sockets[0]);
		run_supervisor(sockets[1]);
	}
	close(sockets[1]);
	setsockopt(sockets[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	worker.socket = sockets[0];
	return worker;
}

static void end_worker(const struct worker *worker, unsigned trees)
{
	for (unsigned i = 0; i < trees; i++)
		end_tree(worker);
	close(worker->socket);
	kill(worker->pid, SIGKILL);
	waitpid(worker->pid, NULL, 0);
}

static int set_up(void **state)
{
	struct error err;

	(void)state;
	if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) < 0 ||
	    slot_lock_prepare(&err) < 0 ||
	    mount("assize-test", SLOT_RUN_DIRECTORY, "tmpfs", 0, NULL) < 0)
		return geteuid() == 0 ? -1 : 0;
	return 0;
}

/* The first two threads that the host lets us run on. */
static void need_two_threads(void)
{
	cpu_set_t allowed, two;

	if (geteuid() != 0)
		skip();
	sched_getaffinity(0, sizeof allowed, &allowed);
	if (CPU_COUNT(&allowed) < 2)
		skip();
	CPU_ZERO(&two);
	for (size_t cpu = 0; CPU_COUNT(&two) < 2; cpu++)
		if (CPU_ISSET(cpu, &allowed))
			CPU_SET(cpu, &two);
	sched_setaffinity(0, sizeof two, &two);
}

static void workers_that_reload_one_after_the_other_keep_their_cores(void **state)
{
	struct worker a, b;
	struct told first, second, next;

	(void)state;
	need_two_threads();
	a = start_worker();
	b = start_worker();
	first = start_tree(&a, 1);
	second = start_tree(&b, 1);
	assert_int_not_equal(first.cpus[0], second.cpus[0]);
	for (unsigned turn = 0; turn < 3; turn++) {
		next = start_tree(&a, 1);
		assert_int_equal(next.cpus[0], first.cpus[0]);
		end_tree(&a);
		next = start_tree(&b, 1);
		assert_int_equal(next.cpus[0], second.cpus[0]);
		end_tree(&b);
	}
	end_worker(&a, 1);
	end_worker(&b, 1);
}

static void a_core_that_became_idle_is_taken(void **state)
{
	struct worker a, b, c, d;
	struct told first, second, third, fourth;

	(void)state;
	need_two_threads();
	a = start_worker();
	b = start_worker();
	c = start_worker();
	d = start_worker();
	first = start_tree(&a, 1);
	second = start_tree(&b, 1);
	third = start_tree(&c, 2);
	assert_int_not_equal(third.cpus[0], third.cpus[1]);
	end_tree(&a);
	end_tree(&c);
	fourth = start_tree(&d, 1);
	assert_int_equal(fourth.cpus[0], first.cpus[0]);
	assert_int_equal(fourth.numbers[0], first.numbers[0]);
	end_tree(&d);
	end_tree(&b);
	/* Slot 0 is on the first core, slot 1 would have been on the second. */
	third = start_tree(&c, 2);
	end_tree(&c);
	fourth = start_tree(&d, 1);
	assert_int_equal(fourth.cpus[0], first.cpus[0]);
	third = start_tree(&c, 1);
	assert_int_equal(third.cpus[0], second.cpus[0]);
	end_worker(&a, 0);
	end_worker(&b, 0);
	end_worker(&c, 1);
	end_worker(&d, 1);
}

static void slots_of_one_worker_are_spread_whatever_others_do(void **state)
{
	struct worker other[4], worker;
	struct told told;

	(void)state;
	need_two_threads();
	for (unsigned i = 0; i < 4; i++) {
		other[i] = start_worker();
		start_tree(&other[i], 1);
	}
	/* Then both that are left are on the first core. */
	end_worker(&other[1], 1);
	end_worker(&other[3], 1);
	worker = start_worker();
	told = start_tree(&worker, 2);
	assert_int_not_equal(told.cpus[0], told.cpus[1]);
	end_worker(&worker, 1);
	end_worker(&other[0], 1);
	end_worker(&other[2], 1);
}

static void a_tree_beside_its_predecessor_takes_the_same_cores(void **state)
{
	struct worker a;
	struct told first, next;

	(void)state;
	need_two_threads();
	a = start_worker();
	first = start_tree(&a, 2);
	next = start_tree(&a, 2);
	assert_memory_equal(next.cpus, first.cpus, sizeof next.cpus);
	for (unsigned i = 0; i < 2; i++)
		for (unsigned k = 0; k < 2; k++)
			assert_int_not_equal(next.numbers[i], first.numbers[k]);
	end_worker(&a, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(workers_that_reload_one_after_the_other_keep_their_cores),
		cmocka_unit_test(a_core_that_became_idle_is_taken),
		cmocka_unit_test(slots_of_one_worker_are_spread_whatever_others_do),
		cmocka_unit_test(a_tree_beside_its_predecessor_takes_the_same_cores),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
