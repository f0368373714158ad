#!/bin/bash
# assize run judges one submission, without a database: for people as text, for programs as JSON.
. "$(dirname "$0")/lib.sh"
needs_root

hello=$root/problems/hello
jury=$hello/submissions
plain echo 1 1 2 2 3 3

# ---- JSON -------------------------------------------------------------------------------------

judge --json "$hello" "$jury/accepted/hello.c"
is "$status" 0 "an accepted submission exits 0"
is "$(wc -l <"$out")" 1 "its JSON is one line"
is "$(cat "$err")" "" "with nothing on stderr"
is "$(json 'list(it)')" '["problem", "language", "verdict", "reason", "score", "cpu_ms", "wall_ms", "memory_kib", "compile", "tests", "receipt"]' \
	"the object has the keys that are documented"
is "$(json '[it["problem"], it["language"], it["verdict"], it["reason"], it["score"]]')" \
	'["hello", "c", "AC", "", 1.0]' "of which these say what was judged, and how it ended"
is "$(json 'list(it["compile"])')" '["verdict", "cpu_ms", "output", "cached"]' \
	"the compilation has its keys"
is "$(json '[it["compile"]["verdict"], it["compile"]["cached"]]')" '["AC", false]' \
	"and says that it went well"
is "$(json '[list(t) for t in it["tests"]] == 2 * [["name", "group", "verdict", "reason", "cpu_ms", "wall_ms", "memory_kib", "exit_code", "signal", "score", "message"]]')" \
	true "each test has its keys"
is "$(json '[[t["name"], t["group"], t["verdict"], t["exit_code"], t["signal"]] for t in it["tests"]]')" \
	'[["sample/1", "sample", "AC", 0, null], ["secret/1", "secret", "AC", 0, null]]' \
	"and stands in the package's order"
is "$(json '0 < it["cpu_ms"] < 2000 and it["cpu_ms"] == max(t["cpu_ms"] for t in it["tests"])')" \
	true "the time is that of the slowest test"
is "$(json '0 < it["memory_kib"] < 10000 and it["memory_kib"] == max(t["memory_kib"] for t in it["tests"])')" \
	true "the memory that of the largest"
unlike "$(grep -oE '_ms":[0-9.]*' "$out")" '\.[0-9]{4}|:[0-9]+$' "milliseconds have at most three decimals"
is "$(json 'sorted({"package_hash", "profile_hash", "toolchain", "class", "layers", "cgroup_layout", "host", "core", "time_limit_ms", "wall_limit_ms", "memory_limit_bytes", "output_limit_bytes", "process_limit"} - set(it["receipt"]))')" \
	'[]' "the receipt says what it was judged with"
is "$(json '[len(it["receipt"]["package_hash"]), it["receipt"]["class"], it["receipt"]["time_limit_ms"], it["receipt"]["memory_limit_bytes"], it["receipt"]["output_limit_bytes"], it["receipt"]["process_limit"]]')" \
	"[64, \"native\", 2000.0, $((256 << 20)), $((1 << 20)), 64]" "and which limits held"
like "$(json 'it["receipt"]["toolchain"]')" '^gcc ' "and the version of the compiler"

# ---- Reasons ----------------------------------------------------------------------------------

# is_judged VERDICT REASON NAME: of the last run, which was with --json.
is_judged() {
	is "$status $(json '[it["verdict"], it["reason"]]')" \
		"$([ "$1" = AC ] && echo 0 || echo 1) [\"$1\", \"$2\"]" "$3"
}

judge --json "$hello" "$jury/wrong_answer/constant.c"
is_judged WA 'token 2 of line 1: expected \"Ada!\", got \"World!\"' \
	"a wrong answer names the first difference, and exits 1"
is "$(json '[t["reason"] for t in it["tests"]][1] == it["reason"]')" true \
	"it is the reason of the test that decided"
judge --json "$hello" "$jury/wrong_answer/silent.c"
is_judged WA "no output" "no output is named as such"
judge --json "$hello" "$jury/run_time_error/segfault.c"
is_judged RTE "killed by SIGSEGV" "a run-time error names the signal"
is "$(json '[it["tests"][0]["exit_code"], it["tests"][0]["signal"]]')" '[null, 11]' \
	"which is in the test's counters as well"
judge --json "$hello" "$jury/run_time_error/exit_code.c"
is_judged RTE "exit code 3" "or the exit code"
is "$(json '[it["tests"][0]["exit_code"], it["tests"][0]["signal"]]')" '[3, null]' \
	"which is there, too"
judge --json "$hello" "$jury/run_time_error/socket.cpp"
is_judged RTE "system call socket(2, 1, 0) denied" "or the system call that was refused"
judge --json "$hello" "$jury/compiler_error/syntax.c"
is_judged CE "syntax.c:6:30: error: expected ';' before 'return'" \
	"a compile error names the compiler's first error"
is "$(json '[it["compile"]["verdict"], it["tests"]]')" '["CE", []]' "and no test is judged"
like "$(json 'it["compile"]["output"]')" 'puts\("Hello, World!"\)' "all that the compiler said is there"
judge --json "$hello" "$jury/compiler_error/syntax.py"
like "$(json 'it["reason"]')" 'SyntaxError' "also that of Python"

# ---- Text -------------------------------------------------------------------------------------

TERM=xterm-256color judge "$hello" "$jury/wrong_answer/constant.c"
is "$status" 1 "as text, what is not accepted exits 1"
is "$(cat "$err")" "" "on a pipe nothing is on stderr"
like "$(head -n 1 "$out")" '^hello: constant\.c as c$' "the first line says what is judged"
like "$(cat "$out")" '^ +sample/1 +AC ' "a line says how a test went"
like "$(cat "$out")" '^ +secret/1 +WA .*token 2 of line 1: expected "Ada!", got "World!"' \
	"with the reason, if it was not accepted"
like "$(cat "$out")" '^WA: wrong answer on secret/1: token 2 of line 1' "a line says the verdict"
unlike "$(cat "$out")" $'[\033\r]' "there is no colour and no progress bar on a pipe"
TERM=xterm-256color judge "$hello" "$jury/compiler_error/type.cpp"
like "$(cat "$out")" '^CE: compile error: type\.cpp:6:.*error:' "also for a compile error"
unlike "$(cat "$out")" $'[\033\r]' "and the compiler uses no colour"
TERM=xterm-256color judge "$hello" "$jury/run_time_error/uncaught.py"
like "$(cat "$out")" 'Traceback' "what a failed program wrote to stderr is shown"

# ---- Options and sources ----------------------------------------------------------------------

judge --json "$hello" "$jury/accepted/greet"
is_judged AC "" "a directory is a submission of several files"
judge --json "$hello" "$jury/accepted/greet/main.c" "$jury/accepted/greet/greet.c" \
	"$jury/accepted/greet/greet.h"
is_judged AC "" "so are several files"

printf 'print(input())\n' >right.py
printf 'print("wrong")\n' >main.py
judge --json echo right.py main.py
is "$(json 'it["verdict"]')" WA "of several files, main is started"
judge --json --entry-point right.py echo right.py main.py
is_judged AC "" "unless --entry-point names another"
judge --json --entry-point right echo right.py main.py
is_judged AC "" "with its extension or without"
judge --entry-point nope.py echo right.py main.py
is "$status $(cat "$err")" '2 assize: the entry point "nope.py" is none of the sources' \
	"one that is not there is an error"
judge --entry-point "$(printf '%0128d' 1)" echo right.py main.py
is "$status $(cat "$err")" "2 assize: the entry point is longer than 127 bytes" "so is one too long"
cp right.py 'sum (1).py'
judge --json --entry-point 'sum (1).py' echo 'sum (1).py'
is_judged AC "" "a source that is renamed is the one that was meant"

cp "$jury/accepted/hello.c" hello.txt
judge --json --language c "$hello" hello.txt
is_judged AC "" "--language says what the extension does not"
judge --json --language cpp17 "$hello" "$jury/accepted/hello.cpp"
is "$(json '[it["language"], it["verdict"]]')" '["cpp17", "AC"]' "or chooses among several"

mkdir -p tree/lib
printf 'from lib.util import twice\nprint(twice(input()))\n' >tree/main.py
printf 'def twice(x): return x\n' >tree/lib/util.py
judge --json echo tree
is "$(json '[it["verdict"], it["reason"]]')" '["AC", ""]' "a directory is taken with what is below it"

printf 'while True: pass\n' >spin.py
judge --json --time-limit 0.2 echo spin.py
is_judged TLE "CPU time over the limit of 200.0 ms" "--time-limit is instead of the package's"
is "$(json 'it["receipt"]["time_limit_ms"], 200 <= it["cpu_ms"]')" '[200.0, true]' \
	"which the receipt says"

printf 'n = input()\nprint(4 if n == "2" else n)\n' >second.py
judge --json echo second.py
is "$(json '[t["verdict"] for t in it["tests"]]')" '["AC", "WA"]' \
	"judging stops at the first test that is not accepted"
judge --json --full echo second.py
is "$status $(json '[it["verdict"]] + [t["verdict"] for t in it["tests"]]')" \
	'1 ["WA", "AC", "WA", "AC"]' "--full goes on, and the verdict is the same"

# ---- For contestants ---------------------------------------------------------------------------

printf '%s\n' 'feedback:' '  sample: full' '  default: difference' >feedback.yaml
cp -r "$hello" told
cp feedback.yaml told/assize.yaml
judge --contestant told "$jury/wrong_answer/constant.c"
is "$status" 1 "for contestants the exit status is the same"
is "$(tail -n 1 "$out")" "WA: wrong answer on secret/1: token 2 of line 1: got \"World!\"" \
	"they are told what the package's policy says"
unlike "$(cat "$out")" 'Ada' "and nothing of the answer"
judge --contestant --json told "$jury/wrong_answer/constant.c"
is "$(json '[it["verdict"], it["reason"], [t["name"] for t in it["tests"]]]')" \
	'["WA", "token 2 of line 1: got \"World!\"", ["sample/1", "secret/1"]]' "as JSON too"
echo 'feedback: verdict' >told/assize.yaml
judge --contestant told "$jury/wrong_answer/constant.c"
is "$(cat "$out")" "WA: wrong answer" "which may be very little"

for name in "-o x.c" "a b;rm.c" "\$(id).c" "ä.c"; do
	cp "$jury/accepted/hello.c" "./$name"
	judge "$hello" "./$name"
	is "$status" 0 "a source called '$name' is judged"
	like "$(head -n 1 "$out")" '^hello: main\.c as c$' "under the name that the language gives"
done
judge "$hello" -- "-o x.c"
is "$status" 0 "after -- a name is no option"

run timeout 60 "$assize" run --language c "$hello" <(cat "$jury/accepted/hello.c")
is "$status" 0 "a source that is a pipe is read to its end"
judge_closed() { timeout 60 "$assize" run "$hello" "$jury/accepted/hello.c" >&-; }
run judge_closed
is "$status" 3 "a closed standard output is no success"
like "$(cat "$err")" 'cannot write the results' "and is told"

printf '// \xff\xfe\x80 \0\0\n' >bytes.c
cat "$jury/accepted/hello.c" >>bytes.c
judge --json "$hello" bytes.c
is_judged AC "" "NULs and invalid UTF-8 in a comment do not harm"
printf 'int main(void) { \xff\xfe \0 \x1b[31m }\n' >bytes.c
judge --json "$hello" bytes.c
is "$status $(json 'it["verdict"]')" "1 CE" "in the code they are a compile error, in valid JSON"
judge "$hello" bytes.c
is "$status" 1 "and as text"
unlike "$(cat "$out")" $'\033' "in which no escape sequence is passed on"

done_testing
