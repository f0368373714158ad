#!/bin/bash
# Verdicts that hang on a race in the kernel or in the box come out the same a hundred times.
. "$(dirname "$0")/lib.sh"
needs_root

mkdir -p box/data/secret
printf 'name: Box\nlimits:\n  time_limit: 10\n  memory: 64\n' >box/problem.yaml
for i in {001..100}; do
	echo 1 | tee "box/data/secret/$i.in" >"box/data/secret/$i.ans"
done

# always VERDICT REASON NAME: the C program on stdin, in all tests of the package.
always() {
	cat >prog.c
	judge --json --full box prog.c
	is "$(json '"\n".join(t["verdict"] + " " + t["message"] for t in it["tests"])' | sort | uniq -c |
		sed 's/^ *//')" "100 $1 " "$3"
	is "$(json '"\n".join(t["reason"] for t in it["tests"])' | sort -u)" "$2" "for the reason that it is"
}

always MLE "memory over the limit of 64 MiB" "1 GiB touched under 64 MiB" <<'C'
#include <stdlib.h>
#include <string.h>

int main(void)
{
	volatile char *memory = malloc(1 << 30);

	for (long i = 0; i < 1 << 30; i += 4096)
		memory[i] = 1;
}
C
always RTE "killed by SIGKILL" "its own SIGKILL" <<'C'
#include <signal.h>
#include <stdio.h>

int main(void)
{
	puts("1");
	fflush(stdout);
	raise(SIGKILL);
}
C
always RTE "killed by SIGKILL" "its own SIGKILL with 40 MiB of memory in use" <<'C'
#include <signal.h>
#include <stdlib.h>

int main(void)
{
	volatile char *memory = malloc(40 << 20);

	for (long i = 0; i < 40 << 20; i += 4096)
		memory[i] = 1;
	raise(SIGKILL);
}
C
always MLE "memory over the limit of 64 MiB" "a child killed for memory, whose parent says nothing" <<'C'
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	if (fork() == 0) {
		volatile char *memory = malloc(1 << 30);

		for (long i = 0; i < 1 << 30; i += 4096)
			memory[i] = 1;
	}
	wait(NULL);
	puts("1");
}
C

done_testing
