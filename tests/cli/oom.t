#!/bin/bash
# Whom the kernel kills although the limit is far is the host's fault: no MLE, but a judge error.
. "$(dirname "$0")/lib.sh"
needs_root

cat >late.c <<'C'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
int main(void)
{
	volatile char *all;

	while (clock() < CLOCKS_PER_SEC)
		;
	all = malloc(100 << 20);
	memset((char *)all, 1, 100 << 20);
	puts(all[5] ? "1" : "2");
}
C
mkdir -p plenty
printf 'name: plenty\nlimits: {time_limit: 10, memory: 1024}\n' >plenty/problem.yaml
mkdir -p plenty/data/secret
echo 1 | tee plenty/data/secret/1.in >plenty/data/secret/1.ans

# What a container's limit, or a host that is full, would do, from outside: 50 MiB is all there is.
starve() {
	local group pid limit
	while kill -0 "$1" 2>/dev/null; do
		for pid in $(descendants "$1"); do
			case $(cat "/proc/$pid/comm" 2>/dev/null) in assize*) continue ;; esac
			for group in /sys/fs/cgroup/{,*/}assize-*-native; do
				grep -qsx "$pid" "$group/cgroup.procs" || continue
				for limit in memory.max memory.limit_in_bytes memory.memsw.limit_in_bytes; do
					[ ! -e "$group/$limit" ] || echo 50M >"$group/$limit"
				done
			done
		done
		sleep 0.05
	done
}

judge_starved() {
	"$assize" run --json plenty late.c &
	starve $!
	wait $!
}
run judge_starved
is "$(json 'it["verdict"]')" JE "the program had not taken what it may"
like "$(cat "$out" "$err")" 'its limit was not reached' "and the reason says so"
run "$assize" run --json plenty late.c
is "$(json 'it["verdict"]')" AC "it is right when there is enough"
done_testing
