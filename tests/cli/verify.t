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
cp -r "$root/problems/hello/"{problem.yaml,.timelimit,data} package
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
	'["package", "submission", "language", "expected", "verdict", "ok", "reason", "score", "cpu_ms", "slowest_test", "time_limit_ms", "memory_kib", "warning"]' \
	"each line has the documented keys"
is "$(json '[it["package"], it["submission"], it["language"], it["expected"], it["verdict"], it["ok"]]' | sort)" \
	'["package", "accepted/right.py", "python3", ["AC"], "AC", true]
["package", "accepted/wrong.py", "python3", ["AC"], "WA", false]
["package", "mixed/either.py", "python3", ["AC", "WA"], "WA", true]
["package", "wrong_answer/world.py", "python3", ["WA"], "WA", true]' "and says it for programs"
is "$(json '0 < it["cpu_ms"] < 2000' | sort -u)" true "with the CPU time"

is "$(json '[it["slowest_test"] in ("sample/1", "secret/1"), it["time_limit_ms"], it["score"], it["warning"]]' | sort -u)" \
	'[true, 2000.0, null, null]' "the slowest test and the limit"

# junit EXPRESSION: of the file, called "it".
junit() {
	python3 -c '
import sys, xml.etree.ElementTree
it = xml.etree.ElementTree.parse("out.xml").getroot()
print(eval(sys.argv[1]))' "$1"
}

jury 'wrong_answer/markup.py' <<<'print("<&\"\x1b\x00\xff")'
verify --junit out.xml package
is "$status" 1 "with a JUnit file the exit status is the same"
is "$(junit '[it.get(k) for k in ("tests", "failures", "errors")]')" "['5', '1', '0']" "it counts"
is "$(junit '[c.get("name") for c in it.iter("testcase") if c.find("failure") is not None]')" \
	"['accepted/wrong.py']" "and says which failed"
like "$(junit '[f.get("message") for f in it.iter("failure")]')" \
	"WA, expected AC: secret/1: token 2 of line 1: expected \"Ada!\"" "and why"
cp out.xml before.xml
verify --queue --database host=/nowhere --junit out.xml package
is "$status $(cmp out.xml before.xml && echo the same)" "3 the same" \
	"without results the last report stays"
head -c 100000 /dev/zero >long.xml
verify --junit long.xml package
is "$(wc -c <long.xml)" "$(wc -c <out.xml)" "a report has nothing of the last one"
verify --junit nowhere/out.xml package
is "$status $(cat "$err")" "2 assize: cannot write nowhere/out.xml: No such file or directory" \
	"a file that cannot be written is told before anything is judged"
rm package/submissions/wrong_answer/markup.py

cp -r package second
rm second/submissions/accepted/wrong.py
verify --slots 4 --json package second
is "$(json 'it["package"]' | sort | uniq -c | awk '{ print $2, $1 }')" "package 4
second 3" "several packages are verified in one go, over several slots"
is "$(json 'it["ok"] or [it["package"], it["submission"]]' | sort -u)" \
	'["package", "accepted/wrong.py"]
true' "and what fails in one is told apart"

# ---- The time limit ----------------------------------------------------------------------------

# burn SECONDS: a program that takes so much CPU time, and answers right.
burn() {
	cat <<-PYTHON
		import time
		while time.process_time() < $1:
		    pass
		print(f"Hello, {input()}!")
	PYTHON
}

mv package kept
mkdir package
cp -r kept/data package
# properties [LINE]: of a package of format 2025-09, so x 2 and x 1.5.
properties() {
	printf '%s\n' 'problem_format_version: 2025-09' 'name: Limits' 'license: cc0' \
		'type: pass-fail' 'uuid: 6d0b9a52-3c57-4b1e-9f34-0f6d6c1d5bff' "$@" \
		>package/problem.yaml
}
properties
jury accepted/right.py < <(burn 0.6)
jury time_limit_exceeded/endless.py <<<'while True: pass'
jury time_limit_exceeded/waits.py < <(echo 'import time'; echo 'time.sleep(100)')
jury wrong_answer/world.py <<<'print("Hello, World!")'
verify package
is "$status" 0 "a package without a time limit is judged with one that follows"
like "$(cat "$out")" '^ok .*accepted/right\.py +AC +AC +0\.6[0-9]+ s +3[0-9] %' \
	"what was judged before it was known is measured by it"
like "$(cat "$out")" '^ok .*endless\.py +TLE +TLE .*over the limit of 2\.000 s' "and so are the others"
like "$(cat "$out")" '^package: no time limit is stated; 2\.000 s follows from accepted/right\.py, which takes 0\.6[0-9]+ s; to state it, in problem\.yaml: limits: \{time_limit: 2\}$' \
	"it is proposed, with its reason"
rm package/submissions/time_limit_exceeded/waits.py
verify --json package
is "$(json '[it["time_limit_ms"], it["derived"], it["possible"], it["slowest"], it["quickest"]]' <(tail -n 1 "$out"))" \
	'[2000.0, true, true, "accepted/right.py", "time_limit_exceeded/endless.py"]' \
	"as JSON it is a line of its own, after the others"

properties 'limits: {time_limit: 1}'
rm package/submissions/time_limit_exceeded/endless.py
jury time_limit_exceeded/almost.py < <(burn 1.2)
verify package
is "$status" 0 "what is near the limit is no failure"
unlike "$(cat "$out")" 'no time limit' "a limit that is stated is not proposed"
like "$(cat "$out")" '^package: accepted/right\.py: 0\.6[0-9]+ s on [a-z]+/1: the time limit of 1\.000 s should be at least 2 x that$' \
	"but there is a warning, from below"
like "$(cat "$out")" '^ok .*almost\.py +TLE +TLE ' "with more time than the limit the verdict is the limit's"
like "$(cat "$out")" '^package: time_limit_exceeded/almost\.py: 1\.[0-9]+ s on [a-z]+/1: within 1\.5 x the time limit of 1\.000 s$' \
	"and from above"
is "$(tail -n 1 "$out")" "3 submissions: all as expected, 2 warnings" "the last line counts them"

properties
rm package/submissions/time_limit_exceeded/almost.py
jury time_limit_exceeded/almost.py < <(burn 2.4)
verify package
like "$(cat "$out")" '^package: no time limit is stated; none fits: accepted/right\.py takes 0\.6[0-9]+ s and needs 2\.000 s, but time_limit_exceeded/almost\.py takes only 2\.[0-9]+ s, less than 1\.5 x that$' \
	"a limit that cannot be is told"

# What is within the limit that follows in one group, and over it in another.
rm package/submissions/*/*
rm -r package/data/secret/*
mkdir package/data/secret/{1,2}
for i in 1 2; do
	echo "$i" >package/data/secret/$i/1.in
	echo "Hello, $i!" >package/data/secret/$i/1.ans
	echo "max_score: $((20 + 20 * i))" >package/data/secret/$i/test_group.yaml
done
properties
sed -i 's/pass-fail/scoring/' package/problem.yaml
jury accepted/right.py < <(burn 0.1)
jury partial/second.py <<-'PYTHON'
	import time
	name = input()
	while name == "2" and time.process_time() < 1.3:
	    pass
	print(f"Hello, {name}!")
PYTHON
cat >package/submissions/submissions.yaml <<-'YAML'
	partial/second.py:
	  score: 40
	  permitted: [AC, TLE]
	  secret/1: {permitted: [AC]}
YAML
verify package
is "$status" 0 "with scores, who is over the limit that follows is judged again with it"
like "$(cat "$out")" '^ok .*second\.py +AC or TLE +TLE +40 .*secret/2/1: .*over the limit of 1\.000 s' \
	"and has the score that is left"
is "$(grep -c '^ok' "$out")" 2 "and there is one line for each"
rm -r package; mv kept package

# ---- All tests -------------------------------------------------------------------------------

jury wrong_answer/always.py <<<'print("Goodbye!")'
verify --json package
is "$(json 'it["slowest_test"]' <(grep always "$out"))" sample/1 "the first test that fails is the last"
mkdir package/data/secret/more
echo x >package/data/secret/more/1.in
echo 'Hello, x!' >package/data/secret/more/1.ans
jury wrong_answer/always.py < <(
	echo 'name = input()'
	echo 'for i in range(2000000 if name == "x" else 0): pass'
	echo 'print("Goodbye!")'
)
verify --full --json package
is "$(json 'it["slowest_test"]' <(grep always "$out"))" secret/more/1 "--full goes on"
rm -r package/data/secret/more package/submissions/wrong_answer/always.py

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
