#!/bin/bash
# assize verify judges the jury's submissions of packages, and compares with what is expected.
. "$(dirname "$0")/lib.sh"
needs_root

verify() { run timeout 300 "$assize" verify "$@"; }

# jury FOLDER/NAME [EXPECTED]: a submission of the package, with the code on stdin.
jury() {
	mkdir -p "package/submissions/${1%/*}"
	{
		[ -z "${2:-}" ] || echo "# @EXPECTED_RESULTS@: $2"
		cat
	} >"package/submissions/$1"
}

mkdir package
cp -r "$root/problems/hello/problem.yaml" "$root/problems/hello/data" package
jury accepted/right.py <<<'print(f"Hello, {input()}!")'
jury wrong_answer/world.py <<<'print("Hello, World!")'
jury mixed/either.py 'CORRECT, WRONG-ANSWER' <<<'print("Hello!")'

verify package
is "$status" 0 "when all are as expected, it succeeds"
is "$(cat "$err")" "" "with nothing on stderr"
like "$(cat "$out")" '^ok +package +python3 +accepted/right\.py +AC +AC ' "a line says what was expected and what came"
like "$(cat "$out")" '^ok +package +python3 +mixed/either\.py +AC or WA +WA .*sample/1: ' \
	"one of several will do, and the reason names the test"
is "$(tail -n 1 "$out")" "3 submissions: all as expected" "the last line counts"
unlike "$(cat "$out")" $'[\033\r]' "there is no colour on a pipe"

jury accepted/wrong.py <<<'print("Hello, World!")'
verify package
is "$status" 1 "a verdict that is not expected is exit status 1"
like "$(cat "$out")" '^FAIL +package +python3 +accepted/wrong\.py +AC +WA .*secret/1: token 2 of line 1: expected "Ada!"' \
	"its line says FAIL and why"
is "$(grep -c ^ok "$out")" 3 "the others' say ok"
is "$(tail -n 1 "$out")" "4 submissions: 1 not as expected" "the last line counts it"

verify --json package
is "$status" 1 "as JSON the exit status is the same"
is "$(json 'list(it)' | sort -u)" \
	'["package", "submission", "language", "expected", "verdict", "ok", "cpu_ms"]' \
	"each line has the documented keys"
is "$(json '[it["package"], it["submission"], it["language"], it["expected"], it["verdict"], it["ok"]]' | sort)" \
	'["package", "accepted/right.py", "python3", ["AC"], "AC", true]
["package", "accepted/wrong.py", "python3", ["AC"], "WA", false]
["package", "mixed/either.py", "python3", ["AC", "WA"], "WA", true]
["package", "wrong_answer/world.py", "python3", ["WA"], "WA", true]' "and says it for programs"
is "$(json '0 < it["cpu_ms"] < 2000' | sort -u)" true "with the CPU time"

cp -r package second
rm second/submissions/accepted/wrong.py
verify --slots 4 --json package second
is "$(json 'it["package"]' | sort | uniq -c | awk '{ print $2, $1 }')" "package 4
second 3" "several packages are verified in one go, over several slots"
is "$(json 'it["ok"] or [it["package"], it["submission"]]' | sort -u)" \
	'["package", "accepted/wrong.py"]
true' "and what fails in one is told apart"

# ---- What cannot be verified ------------------------------------------------------------------

# refuses PATTERN NAME
refuses() {
	is "$status $(wc -l <"$err")" "2 1" "$2: a usage error in one line"
	like "$(cat "$err")" "^assize: $1" "$2: which says what to mend"
	is "$(cat "$out")" "" "$2: before anything is judged"
}

jury mixed/odd.py 'CORRECT, MOSTLY' <<<'print(1)'
verify package
refuses 'package/submissions/mixed/odd\.py: .*MOSTLY' "an unknown expectation"
rm package/submissions/mixed/odd.py
jury mixed/program.cob <<<'DISPLAY "Hello".'
verify package
refuses 'package/submissions/mixed/program\.cob: ' "a submission of no language"
rm package/submissions/mixed/program.cob
rm -r package/submissions
verify package
refuses 'these packages have no jury submissions' "no submissions"
verify package nowhere
refuses 'no package at nowhere' "a missing package"

done_testing
