#!/bin/bash
# tests/run-tap counts each way in which a test program can end, and shows what failed.
. "$(dirname "$0")/lib.sh"

# counts SCRIPT COUNTS NAME: of the counts only the numbers, as "failed passed skipped".
counts() {
	echo "$1" >program
	rm -f counts
	run "$root/tests/run-tap" --command sh counts program
	is "$(awk '$1 != "reason" { printf "%s ", $2 }' counts)" "$2 " "$3"
}

counts 'echo 1..2; echo ok 1; echo ok 2' '0 2 0' "tests that pass"
is "$status" 0 "which is a success"
is "$(cat "$out")" "" "of which nothing is said"

counts 'echo 1..3; echo ok 1; echo not ok 2 - two; echo "# because"; echo ok 3; exit 1' '1 2 0' \
	"a test that fails"
is "$status" 1 "which is a failure"
is "$(cat "$out")" "--- program
    not ok 2 - two
    # because" "of which it says what the program says"

counts 'echo "ok 1 # SKIP no cow"; echo ok 2; echo 1..2' '0 1 1' "a skipped test did not pass"
is "$(grep reason counts)" "reason no cow" "its reason is kept"
counts 'echo "1..0 # SKIP no cows"' '0 0 1' "a skipped program is one skipped test"
is "$(grep reason counts)" "reason no cows" "its reason is kept as well"

counts 'echo ok 1; kill -9 $$' '1 1 0' "a program that is killed"
like "$(cat "$out")" 'killed by signal 9' "is shown with the signal"
counts 'echo 1..1; echo ok 1; exit 3' '1 1 0' "a program that passes all and then fails"
like "$(cat "$out")" 'exit status 3' "is shown with the exit status"
counts 'echo 1..3; echo ok 1' '1 1 0' "a program that runs less than planned"
like "$(cat "$out")" 'planned 3 tests but ran 1' "is shown with the numbers"
counts 'exit 0' '1 0 0' "a program without tests"
counts 'echo ok 1; echo Bail out! fire' '1 1 0' "a program that bails out"
like "$(cat "$out")" 'fire' "is shown with its last words"

done_testing
