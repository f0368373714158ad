#!/bin/bash
# A package's own checkers: how they fail (abuse cases 90 and 91), how they are built and kept.
. "$(dirname "$0")/lib.sh"
needs_root

# package NAME PROTOCOL: a test, and a folder check/ of one program; 1 s and 64 MiB for it.
package() {
	rm -rf "$1"
	mkdir -p "$1/data/secret" "$1/output_validators/check"
	echo 7 | tee "$1/data/secret/1.in" >"$1/data/secret/1.ans"
	printf '%s\n' "name: $1" "validation: custom" "limits:" "  memory: 64" \
		"  validation_time: 1" "  validation_memory: 64" >"$1/problem.yaml"
	echo 1 >"$1/.timelimit"
	[ "$2" = icpc ] || echo "protocol: $2" >"$1/assize.yaml"
}

# checker PACKAGE FILE: a file of its checker, on stdin.
checker() { cat >"$1/output_validators/check/$2"; }

# gets PACKAGE VERDICT REASON NAME: the program prog.c.
gets() {
	judge --json "$1" prog.c
	is "$(json 'it["verdict"]')" "$2" "$4"
	like "$(json 'it["reason"]')" "$3" "... for its reason"
}

printf '#include <stdio.h>\nint main(void) { puts("7"); return 0; }\n' >prog.c

# ---- Failing is never the submission's fault ---------------------------------------------------

package crash icpc
checker crash c.c <<<'int main(void) { return *(volatile int *)8; }'
gets crash JE 'output_validators/check: crashed' "a checker that crashes"
is "$status" 2 "is the package's fault"
for protocol in testlib cms exit01; do
	package "$protocol" "$protocol"
	checker "$protocol" c.c <<<'#include <stdlib.h>
int main(void) { abort(); }'
	gets "$protocol" JE 'check: crashed' "so it is with $protocol"
done

package hang icpc
checker hang c.c <<<'int main(void) { for (volatile int i = 0;; i++) ; }'
before=$EPOCHREALTIME
gets hang JE 'check: did not end in its time' "a checker that computes without end"
is "$(awk "BEGIN { print (($EPOCHREALTIME - $before) > 2) }")" 1 "it had a second try"

package sleeps icpc
checker sleeps c.c <<<'#include <unistd.h>
int main(void) { for (;;) pause(); }'
gets sleeps JE 'check: did not end in its time' "a checker that sleeps"

package memory icpc
checker memory c.c <<<'#include <stdlib.h>
#include <string.h>
int main(void) { for (;;) memset(malloc(1 << 20), 1, 1 << 20); }'
gets memory JE 'check: ran out of memory' "a checker that takes all memory"

package floods icpc
checker floods c.c <<<'#include <stdio.h>
int main(void) { for (;;) puts("words"); }'
gets floods JE 'check: wrote too much' "a checker that writes without end"

package connects icpc
checker connects c.py <<<'import os
os._exit(42 if os.system("true") == 0 else 9)'
checker connects __main__.py <<<'raise SystemExit(1)'
gets connects JE 'exit code 1 is neither 42 nor 43' "an exit code that says nothing"

package deep icpc
checker deep c.c <<<'#include <string.h>
static int down(int n) { volatile char room[1024]; memset((void *)room, n, sizeof room);
	return n ? down(n - 1) + room[5] % 1 : 0; }
int main(void) { return 42 + down(40000); }'
gets deep AC '^$' "40 MB of stack are fine"

# ---- After three, no more -----------------------------------------------------------------------

mkdir -p crash/submissions/accepted
for i in 1 2 3 4 5; do
	sed "s/7/7$i/" prog.c >crash/submissions/accepted/$i.c
done
run timeout 120 "$assize" verify --slots 1 --json crash
is "$(json 'it["verdict"]' | grep -c JE)" 5 "nothing is judged"
is "$(json 'it.get("reason", "")' | grep -c 'package broken: .*check: crashed')" 2 \
	"after three submissions the package is broken"

# ---- Built once ----------------------------------------------------------------------------------

# The checker tells when it was built.
package first icpc
checker first build <<<'#!/bin/sh
echo "import os; print(os.urandom(8).hex())" >number.py
python3 number.py >number'
checker first run <<<'#!/bin/sh
cat "${0%/*}/number" >"$3judgemessage.txt"
exit 43'
mkdir -p first/submissions/wrong_answer
cp prog.c first/submissions/wrong_answer/a.c
sed 's/7/8/' prog.c >first/submissions/wrong_answer/b.c
cp -r first second
echo 8 >second/data/secret/2.in
echo 8 >second/data/secret/2.ans
mkdir second/problem_statement
echo words >second/problem_statement/problem.en.md
cp -r first third
echo words >third/output_validators/check/readme
run timeout 120 "$assize" verify --slots 1 --json first second third
is "$(json 'it["verdict"]' 2>&1 | grep -c WA)" 6 "a checker with a build script and a shell script"
numbers=$(python3 -c '
import json, sys
seen = {}
for line in open(sys.argv[1]):
    it = json.loads(line)
    if "submission" in it:
        seen.setdefault(it["package"], set()).add(it["reason"].split()[-1])
print(len(seen["first"]), seen["first"] == seen["second"], seen["first"] == seen["third"])' "$out")
is "$numbers" "1 True False" "is built once, also for a package with other tests and statement"

# ---- Languages ------------------------------------------------------------------------------------

package coffee icpc
checker coffee Check.java <<<'import java.nio.file.*;
import java.util.Scanner;
public class Check {
	public static void main(String[] args) throws Exception {
		Scanner in = new Scanner(System.in), answer = new Scanner(Path.of(args[1]));
		boolean same = in.hasNext() && in.next().equals(answer.next()) && Seven.YES;
		Files.writeString(Path.of(args[2] + "judgemessage.txt"), same ? "fine" : "not it");
		System.exit(same ? 42 : 43);
	}
}'
checker coffee Seven.java <<<'class Seven { static final boolean YES = true; }'
gets coffee AC '^$' "a checker in Java"
is "$(json 'it["tests"][0]["message"]')" fine "with its message"
sed -i 's/"7"/"8"/' prog.c
gets coffee WA 'not it' "which rejects"
checker coffee Seven.java <<<'class Seven { static final boolean YES = maybe; }'
judge coffee prog.c
is "$status" 2 "that does not compile"
like "$(cat "$err")" 'output_validators/check does not compile: Seven.java:1' "is told"

done_testing
