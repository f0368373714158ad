#!/bin/bash
# Interactive and multi-pass problems: faults of validators, and what a submission may try.
. "$(dirname "$0")/lib.sh"
needs_root

# package NAME TYPE [PASSES]: one test, its validator (C) is on stdin; 1 s of validation time.
package() {
	rm -rf "$1"
	mkdir -p "$1/data/secret" "$1/output_validator"
	echo 7 | tee "$1/data/secret/1.in" >"$1/data/secret/1.ans"
	cat >"$1/output_validator/validator.c"
	cat >"$1/problem.yaml" <<-END
		problem_format_version: 2025-09
		name: $1
		uuid: 6d0b9a52-3c57-4b1e-9f34-0f6d6c1d5b99
		type: $2
		limits:
		  time_limit: 0.5
		  memory: 64
		  output: 1
		  validation_time: 1
		  validation_passes: ${3:-2}
	END
}

# gets PACKAGE VERDICT REASON NAME: the program prog.c.
gets() {
	judge --json "$1" prog.c
	is "$(json 'it["verdict"]')" "$2" "$4"
	like "$(json 'it["reason"]')" "$3" "... for its reason"
}

# says LINE...: writes prog.c, which prints the lines, each after one that it reads, and ends.
says() {
	{
		echo '#include <stdio.h>'
		echo 'int main(void) { char line[99];'
		printf 'if (!fgets(line, 99, stdin)) return 1; puts("%s"); fflush(stdout);\n' "$@"
		echo 'return 0; }'
	} >prog.c
}

# ---- The validator's own faults ----

says 7
package crash interactive <<<'#include <stdlib.h>
int main(void) { abort(); }'
gets crash JE "output validator .*crashed" "a validator that crashes"
package zero interactive <<<'int main(void) { return 0; }'
gets zero JE "exit code 0 is neither 42 nor 43" "exit code 0"
package memory interactive <<<'#include <stdlib.h>
#include <string.h>
int main(void) { for (;;) memset(malloc(1 << 20), 1, 1 << 20); }'
sed -i 's/validation_time/validation_memory: 64\n  validation_time/' memory/problem.yaml
gets memory JE "ran out of memory" "memory"
package endless interactive <<<'int main(void) { for (volatile int i = 0;; i++) ; }'
gets endless JE "did not end in its time" "endless computing"
package asleep interactive <<<'#include <stdio.h>
#include <unistd.h>
int main(void) { puts("7"); fflush(stdout); for (;;) pause(); }'
gets asleep JE "did not end in its time" "a validator that sleeps when the submission has ended"
package crash_late interactive <<<'#include <stdio.h>
int main(void) { return getchar() == EOF ? 9 : 43; }'
echo 'int main(void) { return 1; }' >prog.c
gets crash_late JE "exit code 9" "its failure counts even if the submission failed before"

# ---- Who was first ----

package waits interactive <<<'#include <stdio.h>
int main(void) { puts("7"); fflush(stdout); while (getchar() != EOF) ; return 43; }'
gets waits RTE "exit code 1" "a submission that fails first"
echo '#include <stdio.h>
int main(void) { putchar(50); fflush(stdout); return 1; }' >prog.c
gets waits RTE "exit code 1" "the validator read on after what it said last"

package late interactive <<<'#include <stdio.h>
#include <unistd.h>
int main(void) { getchar(); usleep(300000); return 43; }'
gets late RTE "exit code 1" "a submission that fails before the validator has slept over it"
package computes interactive <<<'#include <stdio.h>
#include <time.h>
int main(void) { getchar(); while (clock() < CLOCKS_PER_SEC / 3) ; return 43; }'
gets computes WA "the output validator rejects" "a rejection that was computed from what came before the failure"
package computes_on interactive <<<'#include <stdio.h>
#include <time.h>
int main(void) { int c = getchar(); while (clock() < CLOCKS_PER_SEC / 3) ; return c == 50 && getchar() == EOF ? 43 : 42; }'
gets computes_on RTE "exit code 1" "... not when the validator then reads on"
package spins interactive <<<'#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
int main(void)
{
	char c;
	fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK);
	while (read(0, &c, 1) > 0 || errno == EAGAIN)
		errno = 0;
	return 43;
}'
gets spins RTE "exit code 1" "... nor by one that looks for more without ever waiting"
package rejects interactive <<<'#include <stdio.h>
int main(void) { getchar(); return 43; }'
gets rejects WA "the output validator rejects" "a rejection together with the failure"

package at_once interactive <<<'int main(void) { return 43; }'
echo 'int main(void) { for (volatile int i = 0;; i++) ; }' >prog.c
gets at_once WA "the output validator rejects" "a rejection without a word, and then no end"
echo '#include <unistd.h>
int main(void) { for (;;) pause(); }' >prog.c
gets at_once WA "the output validator rejects" "a rejection, and then idleness"
echo '#include <stdlib.h>
#include <string.h>
int main(void) { for (;;) memset(malloc(1 << 20), 1, 1 << 20); }' >prog.c
gets at_once WA "the output validator rejects" "a rejection, and then no memory"

# ---- Pipes ----

package closes interactive <<<'#include <stdio.h>
#include <unistd.h>
int main(void) { puts("7"); fflush(stdout); close(1); return getchar() == 55 ? 42 : 43; }'
cat >prog.c <<'C'
#include <stdio.h>
int main(void) { int c, n = 0; while ((c = getchar()) != EOF) n += c == '7'; printf("%d\n", 6 + n); }
C
gets closes AC "" "a validator that closes its output gives end of file"
judge --json --transcript closes prog.c
is "$(json 'it["verdict"]')" AC "... for a transcript as well"
is "$(json 'it["tests"][0]["transcript"]' | sed 's/^[0-9.]* //')" "validator: 7
program: 7" "... which says what was said"

package floods interactive <<<'#include <stdio.h>
int main(void) { for (int i = 0; i < 4 << 20; i++) putchar(10); fflush(stdout); return getchar() == 55 ? 42 : 43; }'
echo '#include <stdio.h>
int main(void) { puts("7"); return 0; }' >prog.c
gets floods AC "" "a validator may write 4 MiB that nobody reads any more"
echo '#include <stdio.h>
#include <unistd.h>
int main(void) { close(0); puts("7"); return 0; }' >prog.c
gets floods AC "" "... to a submission that closed its input"
echo 'int main(void) { return 0; }' >prog.c
gets floods WA "the output validator rejects" "... and which says nothing; not a validator's fault"
echo '#include <unistd.h>
int main(void) { for (;;) pause(); }' >prog.c
gets floods TLE "^idle: 2\." "... and which never reads, and lives on"

package listens interactive <<<'#include <stdio.h>
int main(void) { puts("7"); fflush(stdout); return getchar() == 55 ? 42 : 43; }'
cat >prog.c <<'C'
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
/* To write to itself what the validator should say, by any name of the pipe. */
int main(void)
{
	const char *names[] = { "/proc/self/fd/0", "/dev/stdin", "/dev/fd/0" };
	for (int i = 0; i < 3; i++)
		if (open(names[i], O_WRONLY) >= 0 || open(names[i], O_RDWR) >= 0)
			return 1;
	if (write(0, "7\n", 2) >= 0)
		return 2;
	for (int fd = 3; fd < 64; fd++)
		if (write(fd, "", 1) >= 0 || errno != EBADF)
			return 3;
	puts("7");
	return 0;
}
C
gets listens AC "" "a submission can write neither to its own input nor to any other descriptor"
cat >prog.c <<'C'
#include <stdio.h>
int main(void)
{
	FILE *in = fopen("/dev/stdin", "r"), *out = fopen("/dev/stdout", "w");
	int n;
	if (!in || !out || fscanf(in, "%d", &n) != 1)
		return 1;
	fprintf(out, "%d\n", n);
	return 0;
}
C
gets listens AC "" "it may open its input and output again, by name"
cat >prog.c <<'C'
#include <stdio.h>
#include <unistd.h>
/* A child keeps the output open when the submission ends. */
int main(void)
{
	if (fork() == 0)
		for (;;)
			pause();
	return 0;
}
C
gets listens WA "the output validator rejects" "children that hold the output do not keep the validator waiting"

# ---- How much may be written ----

# writes KIB AFTERWARDS: prog.c reads a character, writes so much (endless: more and more), and then does that.
writes() {
	cat >prog.c <<-END
		#include <stdio.h>
		#include <string.h>
		#include <unistd.h>
		int main(void)
		{
			static char kib[1024];
			const unsigned long endless = ~0ul;
			memset(kib, 10, sizeof kib);
			if (getchar() == EOF)
				return 1;
			for (unsigned long i = 0; i < $1; i++)
				for (size_t done = 0; done < sizeof kib; )
					done += write(1, kib + done, sizeof kib - done);
			$2;
			return 0;
		}
	END
}

package reads_all interactive <<<'#include <stdio.h>
int main(void) { puts("7"); fflush(stdout); while (getchar() != EOF) ; return 42; }'
writes 3072 "usleep(100000)"
gets reads_all AC "" "what the validator reads is not counted when they talk directly"
judge --json --transcript reads_all prog.c
is "$(json 'it["verdict"]')" OLE "... for a transcript it is"
is "$(json 'it["reason"]')" "output over the limit of 1 MiB" "... for its reason"
writes 3072 "return 0"
judge --json --transcript reads_all prog.c
is "$(json 'it["verdict"]')" OLE "... also of a submission that ends at once"

package reads_one interactive <<<'#include <stdio.h>
int main(void) { puts("7"); return 42; }'
for i in {2..10}; do cp reads_one/data/secret/1.in "reads_one/data/secret/$i.in"; cp reads_one/data/secret/1.ans "reads_one/data/secret/$i.ans"; done
writes 1088 "return 0"
judge --json --full reads_one prog.c
is "$(json 'it["verdict"], [test["verdict"] for test in it["tests"]]')" "$(json '"OLE", ["OLE"] * 10')" "too much for nobody is OLE, however fast the submission ends"
writes 1024 "return 0"
judge --json --full reads_one prog.c
is "$(json 'it["verdict"], len(it["tests"])')" '["AC", 10]' "... as much as is allowed is not"

package hangs interactive <<<'#include <stdio.h>
int main(void) { puts("7"); fflush(stdout); for (volatile int i = 0;; i++) ; }'
writes 900 "while (getchar() != EOF)"
gets hangs JE "did not end in its time" "a validator that hangs is at fault, though much is unread"
writes endless ""
gets hangs OLE "output over the limit of 1 MiB" "... not when the submission writes without end"

package both_write interactive <<<'#include <stdio.h>
#include <stdlib.h>
int main(int argc, char **argv)
{
	FILE *in = fopen(argv[1], "r");
	int kib = 0;
	fscanf(in, "%d", &kib);
	for (int i = 0; i < kib << 10; i++)
		putchar(10);
	fflush(stdout);
	for (int i = 0; i < kib << 10; i++)
		if (getchar() != 10)
			return 43;
	return argc ? 42 : 43;
}'
sed -i 's/output: 1/output: 8/' both_write/problem.yaml
for pair in "1000 AC" "1200 TLE"; do
	echo "${pair% *}" >both_write/data/secret/1.in
	writes "${pair% *}" "while (getchar() != EOF)"
	for option in "" --transcript; do
		# shellcheck disable=SC2086
		judge --json $option both_write prog.c
		is "$(json 'it["verdict"]')" "${pair#* }" "${pair% *} KiB from both at once ${option:-directly}"
	done
done

# ---- Time ----

package slow interactive <<<'#include <stdio.h>
#include <time.h>
static void work(double end) { while (clock() < end * CLOCKS_PER_SEC) ; }
int main(void)
{
	int ok = 1;
	for (int i = 1; i <= 9; i++) { work(0.35 * i); puts("7"); fflush(stdout); ok &= getchar() == 55 && getchar() == 10; }
	return ok ? 42 : 43;
}'
sed -i 's/validation_time: 1/validation_time: 10/' slow/problem.yaml
says 7 7 7 7 7 7 7 7 7
judge --json slow prog.c
is "$(json 'it["verdict"]')" AC "a validator that computes for longer than the submission's wall limit"
ok "... its time is not the submission's" [ "$(json 'int(it["cpu_ms"])')" -lt 100 ]
ok "... though it took long" [ "$(json 'int(it["wall_ms"])')" -gt 3000 ]

# ---- Passes ----

says 7
package once "[interactive, multi-pass]" <<<'#include <stdio.h>
int main(int argc, char **argv)
{
	char path[512];
	puts("7"); fflush(stdout);
	snprintf(path, sizeof path, "%snextpass.in", argv[3]);
	fclose(fopen(path, "w"));
	return argc && getchar() == 55 ? 42 : 43;
}'
gets once JE "pass 2: .*leaves nextpass.in, but there may be no other pass" "a pass too many"
sed -i 's/validation_passes: 2/validation_passes: 5/' once/problem.yaml
gets once JE "pass 5: " "... of five"
says 8
gets once JE "rejects, and leaves nextpass.in" "nextpass.in with a rejection"
sed -i 's/type: .*/type: multi-pass/' once/problem.yaml
echo 'int main(void) { return 0; }' >prog.c
gets once JE "rejects, and leaves nextpass.in" "... without a conversation"
echo '#include <stdio.h>
int main(void) { puts("7"); return 0; }' >prog.c
gets once JE "pass 5: .*no other pass" "a pass too many without a conversation"

package link multi-pass <<<'#include <stdio.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	char path[512];
	snprintf(path, sizeof path, "%snextpass.in", argv[3]);
	return argc && symlink("/dev/fd/4", path) < 0 ? 1 : 42;
}'
gets link JE "nextpass.in is not a plain file" "nextpass.in that is a link"

# A conversation holds many descriptors: none must be left when it is over.
package many "[interactive, multi-pass]" 3 <<<'#include <stdio.h>
int main(int argc, char **argv)
{
	char path[512];
	int n = 0;
	FILE *in = fopen(argv[1], "r");
	fscanf(in, "%d", &n);
	puts("7"); fflush(stdout);
	snprintf(path, sizeof path, "%snextpass.in", argv[3]);
	if (n < 9) { FILE *out = fopen(path, "w"); fprintf(out, "%d\n", n + 1); fclose(out); }
	return argc && getchar() == 55 ? 42 : 43;
}'
for i in {100..199}; do cp many/data/secret/1.in "many/data/secret/$i.in"; cp many/data/secret/1.ans "many/data/secret/$i.ans"; done
says 7
judge --json many prog.c
is "$(json 'it["verdict"], len(it["tests"])')" '["AC", 101]' "303 conversations in one job"

done_testing
