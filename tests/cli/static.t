#!/bin/bash
# A static validator judges the files of a submission, and the package is to blame for its faults.
. "$(dirname "$0")/lib.sh"
needs_root

mkdir -p code/data/secret code/static_validator/tool
cat >code/problem.yaml <<'END'
problem_format_version: 2025-09
name: Code
uuid: 5b9d4f0e-7c1a-4d6b-8f3e-2a1b0c9d8e71
limits: {time_limit: 1, validation_time: 1}
END
echo 1 >code/data/secret/1.in
echo 1 >code/data/secret/1.ans
cat >code/data/secret/test_group.yaml <<'END'
static_validation_score: pass-fail
static_validator_args: [one, two words]
END
# What the submission's first line wants; else it tells what it was called with and what it sees.
cat >code/static_validator/tool/run <<'END'
#!/usr/bin/python3
import os, signal, sys
from pathlib import Path

_, language, entry_point, feedback, *arguments = sys.argv
assert feedback.endswith("/") and not os.listdir(feedback)
word = open(entry_point).readline().split("#")[-1].strip()
if word == "crash":
    os.kill(os.getpid(), signal.SIGSEGV)
while word == "hang":
    pass
if word == "score":
    Path(feedback + "score.txt").write_text("1")
if word == "pass":
    Path(feedback + "nextpass.in").write_text("1")
if word == "said":
    Path(feedback + "teammessage.txt").write_text("only this")
if word in ("reject", "said", "exit"):
    sys.exit(0 if word == "exit" else 43)
files = sorted(str(path) for path in Path().rglob("*") if path.is_file())
Path(feedback + "judgemessage.txt").write_text("|".join([language, entry_point, *arguments, *files]))
sys.exit(42)
END

# code FILE WORD: a program that is right, with the word in its first line.
code() { printf '#%s\nprint(input())\n' "$2" >"$1"; }

# verdicts: of all test cases, of the last run.
verdicts() { python3 -c '
import json, sys
print(" ".join("%s:%s" % (t["name"], t["verdict"]) for t in json.load(sys.stdin)["tests"]))' <"$out"; }
message() { python3 -c '
import json, sys
print(json.load(sys.stdin)["tests"][0]["message"])' <"$out"; }

code good.py ""
judge --json code good.py
is "$(verdicts)" "secret/static_validation:AC secret/1:AC" "it comes first"
is "$(message)" "python3|good.py|one|two words|good.py" \
	"it is called with language, entry point and arguments, among the files"

mkdir -p many/lib many/feedback many/feedback0
code many/start.py ""
echo 1 | tee many/feedback/score.txt many/feedback0/score.txt >many/lib/a.txt
judge --json --entry-point start.py code many
is "$(verdicts)" "secret/static_validation:AC secret/1:AC" \
	"files that are called like a feedback directory's are files"
is "$(message)" "python3|start.py|one|two words|$(
	)feedback/score.txt|feedback0/score.txt|lib/a.txt|start.py" \
	"all files are there, in their directories"

code bad.py reject
judge --json code bad.py
is "$status $(verdicts)" "1 secret/static_validation:WA" "a rejection ends a pass-fail problem"
like "$(cat "$out")" '"reason":"the static validator rejects"' "with a reason"
judge --json --full code bad.py
is "$(verdicts)" "secret/static_validation:WA secret/1:AC" "but not with --full"
code said.py said
judge --contestant --json code said.py
like "$(cat "$out")" '"message":"only this"' "contestants are told what is for them"
unlike "$(cat "$out")" 'test_group|static_validation_score' "and nothing of the group's file"

echo 'int main(void) { return x; } // reject' >ce.c
judge --json code ce.c
like "$(cat "$out")" '"verdict":"CE"' "what does not compile is not looked at"

sed '/static_/d' code/data/secret/test_group.yaml >group.yaml
cp -r code unused
mv group.yaml unused/data/secret/test_group.yaml
run "$assize" package check unused
like "$(cat "$out" "$err")" 'unused/static_validator: warning: is never asked' \
	"package check says that no group has static validation"

# blamed WORD PATTERN NAME
blamed() {
	code bad.py "$1"
	judge code bad.py
	is "$status $(grep -cE "^assize: test secret/static_validation: static validator static_validator/tool: $2" \
		"$err")" "2 1" "$3 is the package's fault"
}

blamed crash 'crashed' "a crash"
blamed exit 'exit code 0 is neither 42 nor 43' "another exit code"
blamed hang 'did not end in its time' "not to end"
blamed score 'leaves score.txt, but here only right or wrong counts' "a score where none counts"
blamed pass 'leaves nextpass.in, but there may be no other pass' "another pass"

cp -r code pairs
sed -i 's/name: Code/&\ntype: multi-pass/' pairs/problem.yaml
mkdir pairs/output_validator
cat >pairs/output_validator/check.py <<'END'
import os, sys
feedback = sys.argv[3]
if not os.path.exists(feedback + "seen"):
    open(feedback + "seen", "w").close()
    open(feedback + "nextpass.in", "w").write("2\n")
sys.exit(42)
END
judge --json pairs good.py
is "$(verdicts)" "secret/static_validation:AC secret/1:AC" "beside an output validator of several passes"
code bad.py pass
judge pairs bad.py
like "$(cat "$err")" 'static_validator/tool: leaves nextpass.in' "which it has no part in"

done_testing
