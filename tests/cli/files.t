#!/bin/bash
# The memory limit is the program's: what is laid out for it comes on top, and no job's limit bounds
# what is laid out for the next.
. "$(dirname "$0")/lib.sh"
needs_root

# package NAME MEMORY [FILES_BYTES]
package() {
	mkdir -p "$1/data/secret" "$1/submissions/accepted"
	printf 'name: %s\nlimits: {time_limit: 10, memory: %s}\n' "$1" "$2" >"$1/problem.yaml"
	echo 1 | tee "$1/data/secret/1.in" >"$1/data/secret/1.ans"
	[ -z "${3:-}" ] || {
		mkdir "$1/data/secret/1.files"
		head -c "$3" /dev/zero >"$1/data/secret/1.files/large"
	}
	cp "$4" "$1/submissions/accepted/all.c"
}

# It takes so many MiB.
for mebibytes in 0 45; do
	cat >"takes$mebibytes.c" <<-C
		#include <stdio.h>
		#include <stdlib.h>
		#include <string.h>
		int main(void)
		{
			char *all = malloc(($mebibytes << 20) + 1);
			memset(all, 0, ($mebibytes << 20) + 1);
			puts(all[$mebibytes << 20] ? "2" : "1");
		}
	C
done
package small 16 "" takes0.c
package small_again 16 "" takes0.c
package large 256 60000000 takes0.c
package close 64 30000000 takes45.c
package tiny 16 30000000 takes0.c

run timeout 120 "$assize" verify --slots 1 --json small large small_again close tiny
is "$status" 0 "files of a test case, larger than the job's limit or the last one's"
is "$(json 'it["verdict"]' | tr '\n' ' ')" "AC AC AC AC AC " "are not taken from the program's memory"
done_testing
