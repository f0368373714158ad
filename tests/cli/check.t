#!/bin/bash
# assize check: every built-in checker is an output validator of the ICPC.
. "$(dirname "$0")/lib.sh"

mkdir feedback

# check OUTPUT NAME ANSWER [ARGS...]: one run, with an empty feedback directory before it.
check() {
	local output=$1 name=$2 answer=$3
	shift 3
	rm -f feedback/*
	printf '%b' "$output" >output
	printf '%b' "$answer" >answer
	run "$assize" check "$name" /dev/null answer feedback "$@" <output
}

run "$assize" check --list
is "$status" 0 "--list succeeds"
cp "$out" list
is "$(sort list)" "$(cat list)" "it is sorted"
for name in default exact acmp caseicmp casencmp casewcmp dcmp fcmp hcmp icmp lcmp ncmp nyesno \
	pointscmp pointsinfo rcmp rcmp4 rcmp6 rcmp9 rncmp uncmp wcmp yesno dmoj-standard dmoj-floats \
	dmoj-identical dmoj-rstripped dmoj-sorted dmoj-unordered dmoj-easy dmoj-linecount \
	dmoj-linematches white-diff; do
	like "$(cat list)" "^$name +[^ ]" "it lists $name with a summary"
done

# Accepted and rejected.
check '5\n' icmp '5\n'
is "$status" 42 "what is right is accepted"
is "$(ls feedback)" "" "without a word"
check '6\n' icmp '5\n'
is "$status" 43 "what is wrong is rejected"
is "$(cat feedback/judgemessage.txt)" "line 1: expected 5, got 6" "with the first difference"
check '05\n' icmp '5\n'
is "$status" 43 "what is of another form is rejected"
like "$(cat feedback/judgemessage.txt)" "^wrong output format: " "as that"

# The package's fault.
check '5\n' icmp 'five\n'
is "$status" 2 "an answer that cannot be read is an error"
like "$(cat "$err")" 'answer: token 1 of line 1.*expected an integer of 32 bits, got "five"' "it is named"
run "$assize" check wcmp /dev/null "$work" feedback </dev/null
is "$status $(cat "$err")" "2 assize: $work: Is a directory" "so is one that is a directory"
is "$(ls feedback)" "" "and not called wrong"
check '5\n' dmoj-floats '5\n' precison 3
is "$status" 2 "so is an unknown argument"
like "$(cat "$err")" 'did you mean "precision"' "the nearest is named"
check '5\n' icpm '5\n'
is "$status" 2 "and an unknown checker"
like "$(cat "$err")" 'no checker "icpm"; did you mean "icmp"' "the nearest is named"

# Arguments.
check '100.9\n' dmoj-floats '100\n' precision 0 error_mode absolute
is "$status" 42 "arguments are taken"

# Scores.
check 'a\nx\n' dmoj-linecount 'a\nb\n'
is "$status" 42 "what is worth something is accepted"
is "$(cat feedback/score.txt)" "0.5" "with its share"
like "$(cat feedback/judgemessage.txt)" "^1 of 2 lines: line 2: " "and with the reason"
check 'a\nb\n' dmoj-linecount 'a\nb\n'
is "$(cat feedback/score.txt)" "1" "all of it is 1"
check 'x\ny\n' dmoj-linecount 'a\nb\n'
is "$status" 43 "what is worth nothing is rejected"
is "$(ls feedback)" "judgemessage.txt" "without a score"
check '12.5\n' pointscmp '10\n'
is "$status" 42 "points are accepted"
is "$(cat feedback/score.txt)" "2.5" "and written"
check '10\n' pointscmp '10\n'
is "$status" 42 "no points are still points"
is "$(cat feedback/score.txt)" "0" "and written"

done_testing
