/*
 * behave WORDS: a static program for tests/vm/layout_probe.c that does what its first word says.
 *
 *	print			writes "fine"
 *	burn MS			uses so much CPU time
 *	children COUNT MS	so do its children, which it does not wait for
 *	touch MIB		uses so much memory
 *	tables MIB		so do its page tables, while it has no pages itself
 *	mappings COUNT		so do the kernel's records of its COUNT children's mappings, while all of
 *				these are small
 *	kill			sends itself SIGKILL
 *	fork			writes how many children it could have at once
 *	cores			writes how many cores it can be moved to
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void burn(long ms)
{
	struct timespec t;

	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	while (t.tv_sec * 1000 + t.tv_nsec / 1000000 < ms);
}

/* One byte of every page, where the compiler cannot see that nobody reads them. */
static void touch(long mib)
{
	size_t size = (size_t)mib << 20;
	volatile char *memory = malloc(size);

	if (!memory)
		exit(1);
	for (size_t i = 0; i < size; i += 4096)
		memory[i] = 1;
}

static void children(int count, long ms)
{
	int ends[2];
	char byte;

	if (pipe(ends) < 0)
		exit(1);
	for (int i = 0; i < count; i++)
		if (fork() == 0) {
			burn(ms);
			_exit(0);
		}
	close(ends[1]);
	/* The pipe ends when the last of them does. */
	if (read(ends[0], &byte, 1) != 0)
		exit(1);
}

/* Reading shows the one page of zeros, which is free; each 2 MiB of addresses need a table. */
static void tables(long mib)
{
	const size_t step = 1ul << 21, size = ((size_t)mib << 20) / 4096 * step;
	volatile char *memory = mmap(NULL, size, PROT_READ,
				     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory == MAP_FAILED || madvise((void *)(uintptr_t)memory, size, MADV_NOHUGEPAGE) < 0)
		exit(1);
	for (size_t i = 0; i < size; i += step)
		(void)memory[i];
}

/* Neighbours with other rights cannot be merged. */
static void map_often(void)
{
	for (int i = 0; i < 60000; i++)
		mmap(NULL, 4096, i % 2 ? PROT_READ : PROT_NONE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

/* They stay until all have mapped, or were killed. */
static void mappings(int count)
{
	int ends[2];
	char byte;

	if (pipe(ends) < 0)
		exit(1);
	for (int i = 0; i < count; i++)
		if (fork() == 0) {
			map_often();
			close(ends[1]);
			_exit(read(ends[0], &byte, 1) != 0);
		}
	close(ends[1]);
	if (read(ends[0], &byte, 1) != 0)
		exit(1);
	while (wait(NULL) > 0)
		;
}

static int count_children(void)
{
	int count = 0;

	for (;;) {
		pid_t pid = fork();

		if (pid == 0)
			for (;;)
				pause();
		if (pid < 0 || count == 1000)
			return count;
		count++;
	}
}

static int count_cores(void)
{
	int count = 0;

	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		cpu_set_t set;

		CPU_ZERO(&set);
		CPU_SET((size_t)cpu, &set);
		count += sched_setaffinity(0, sizeof set, &set) == 0 && sched_getcpu() == cpu;
	}
	return count;
}

int main(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "";
	long first = argc > 2 ? atol(argv[2]) : 0, second = argc > 3 ? atol(argv[3]) : 0;

	if (!strcmp(word, "print"))
		puts("fine");
	else if (!strcmp(word, "burn"))
		burn(first);
	else if (!strcmp(word, "children"))
		children((int)first, second);
	else if (!strcmp(word, "touch"))
		touch(first);
	else if (!strcmp(word, "tables"))
		tables(first);
	else if (!strcmp(word, "mappings"))
		mappings((int)first);
	else if (!strcmp(word, "kill"))
		raise(SIGKILL);
	else if (!strcmp(word, "fork"))
		printf("%d\n", count_children());
	else if (!strcmp(word, "cores"))
		printf("%d\n", count_cores());
	else
		return 2;
	return 0;
}
