#!/bin/bash
# assize package check says all that is wrong with a package at once, each with its place and cure.
. "$(dirname "$0")/lib.sh"

check() { run timeout 60 "$assize" package check "$@"; }

# says PATTERN NAME: one line of the last check.
says() { like "$(cat "$out")" "$1" "$2"; }

# good FOLDER: a package in which nothing is wrong.
good() {
	rm -rf "$1"
	mkdir -p "$1"/{data/{sample,secret},submissions/accepted,problem_statement,input_validators}
	printf 'name: Hello\nlimits:\n  time_limit: 2\n' >"$1/problem.yaml"
	echo Ada >"$1/data/sample/1.in"
	echo 'Hello, Ada!' >"$1/data/sample/1.ans"
	echo Bob >"$1/data/secret/1.in"
	echo 'Hello, Bob!' >"$1/data/secret/1.ans"
	echo 'print("Hello, " + input() + "!")' >"$1/submissions/accepted/a.py"
	echo 'Say hello.' >"$1/problem_statement/problem.tex"
	echo 'import sys; sys.exit(42)' >"$1/input_validators/any.py"
}

good fine
check fine
is "$status" 0 "a package without a fault passes"
is "$(cat "$out")" "fine: nothing wrong" "and is said to be fine"
check --json fine
is "$status $(cat "$out")" "0 " "as JSON it is no line"
tar -czf fine.tar.gz fine
check fine.tar.gz
is "$status $(cat "$out")" "0 fine: nothing wrong" "nor is anything wrong with its archive"

# ---- Ten faults, and all of them told ---------------------------------------------------------

good ten
cat >ten/problem.yaml <<'END'
name: Ten
validation: costum
limits:
  time_limit: -1
  memory: 99999999999999999999
  outptu: 8
END
echo x >ten/data/secret/2.in
echo y >ten/data/secret/3.ans
mkdir -p ten/data/secrets ten/submissions/mixed
echo z >ten/data/secrets/1.in
echo 'print(1) # @EXPECTED_RESULTS@: MOSTLY' >ten/submissions/mixed/m.py
echo 'DISPLAY "Hello".' >ten/submissions/accepted/b.cob
echo 'accepted/nobody.py: {permitted: [AC]}' >ten/submissions/submissions.yaml
check ten
is "$status" 2 "a package with ten faults fails"
is "$(cat "$err")" "" "with nothing on stderr"
says '^ten/problem\.yaml:2:13: error: validation: .*"costum".*did you mean "custom"' "1: a misspelt value"
says '^ten/problem\.yaml:4:15: error: time_limit: -1 ' "2: a negative number"
says '^ten/problem\.yaml:5:11: error: memory: 9+ is too large' "3: a number that overflows"
says '^ten/problem\.yaml:6:3: error: unknown key "outptu"; did you mean "output"\?' "4: a misspelt key"
says '^ten/data/secret/2\.in: error: test case without its answer' "5: an input without its answer"
says '^ten/data/secret/3\.ans: error: answer without its test case' "6: an answer without its input"
says '^ten/data/secrets: error: unknown folder; did you mean secret/\?' "7: a misspelt folder"
says '^ten/submissions/mixed/m\.py: error: unknown expectation "MOSTLY"' "8: an unknown expectation"
says '^ten/submissions/accepted/b\.cob: error: ' "9: a submission of no language"
says '^ten/submissions/submissions\.yaml:1:1: error: "accepted/nobody\.py" matches no submission' \
	"10: a key that matches nothing"
is "$(grep -c ': error: ' "$out")" 10 "these, and no others"
is "$(tail -n 1 "$out")" "ten: 10 errors, 1 warning" "the last line counts"
check --json ten
is "$status" 2 "as JSON the exit status is the same"
is "$(json 'list(it)' | sort -u)" \
	'["package", "file", "line", "column", "severity", "message"]' "each line has the documented keys"
is "$(json '[it["file"], it["line"], it["column"], it["severity"]]' | grep outptu; json 'it["severity"]' |
	sort | uniq -c | awk '{ print $2, $1 }')" "error 10
warning 1" "and there is one a fault"

# ---- Others, one by one -----------------------------------------------------------------------

# fault COMMAND PATTERN NAME: what COMMAND does to a good package gives exit status 2 and PATTERN.
fault() {
	good pack
	(cd pack && eval "$1")
	check pack
	is "$status" 2 "$3 is an error"
	says "^pack$2" "and is named"
}

# warns COMMAND PATTERN NAME: it is a warning, which --strict takes for an error.
warns() {
	good pack
	(cd pack && eval "$1")
	check pack
	is "$status $(tail -n 1 "$out")" "0 pack: 0 errors, 1 warning" "$3 is a warning"
	says "^pack$2" "and is named"
	check --strict pack
	is "$status" 2 "and an error with --strict"
}

fault 'rm -r submissions' '/submissions/accepted: error: no accepted submission' "no submission"
fault 'mkdir input_validator; touch input_validator/a.py' \
	'/input_validator: error: unknown folder; did you mean input_validators/\?' "a misspelt folder"
fault 'mv problem.yaml problem.yml' '/problem\.yml: error: unknown file; did you mean problem\.yaml\?' \
	"a misspelt file"
fault 'cp data/secret/1.in data/secret/2.inn' '/data/secret/2\.inn: error: .*did you mean 2\.in\?' \
	"a misspelt extension"
fault 'cp data/secret/1.in data/2.in' '/data/2\.in: error: is not judged; move it' \
	"a test case where none is judged"
fault 'echo "validator_flags: float_tolerance abc" >>problem.yaml' \
	'/data/.*: error: .*abc' "a number that cannot be read"
fault 'echo "validator_flags: float_tolerence 1e-6" >>problem.yaml' \
	'/data/.*: error: .*float_tolerence' "an argument that the checker does not know"
fault 'echo "checker: wcpm" >assize.yaml' \
	'/assize\.yaml:1:10: error: no checker "wcpm"; did you mean "wcmp"\?' "an unknown checker"
fault 'echo "checker: pointscmp" >assize.yaml; echo 1 | tee data/*/1.ans >/dev/null' \
	'/assize\.yaml:1:10: error: checker: pointscmp gives points, but in sample/1 only right or wrong counts; write type: scoring ' \
	"points where there are no scores"
fault 'mkdir output_validators; touch output_validators/check.xyz
	echo "validation: custom" >>problem.yaml' '/output_validators/check\.xyz: error: ' \
	"a validator of no language"
fault 'head -c 200000 /dev/zero | tr "\0" "#" >>submissions/accepted/a.py' \
	'/submissions/accepted/a\.py: error: is larger than the limit on code, 128 KiB' \
	"a submission that is too large"
fault 'echo "accepted/a.py: {permitted: [WA]}" >submissions/submissions.yaml' \
	'/submissions/submissions\.yaml:1:1: error: permitted: no verdict is left' "a contradiction"
fault 'echo "accepted/a.py: {entrypoint: nope.py}" >submissions/submissions.yaml' \
	'/submissions/accepted/a\.py: error: the entry point "nope\.py" is none of the sources' \
	"an entry point that is not there"
fault 'ln -s /etc/passwd data/secret/2.in' \
	'/data/secret/2\.in: error: symbolic link that leaves the package' "a hostile link"
fault 'printf "a: [\n" >>problem.yaml' '/problem\.yaml:[0-9]+:[0-9]+: error: ' "broken YAML"

fault 'echo "type: scoring" >>problem.yaml
	printf "range: 0 100\naccept_score: 200\n" >data/testdata.yaml' \
	'/data/testdata\.yaml:2:15: error: accept_score: 200 is not in the range of ' "a score over the range"
warns 'printf "Eve\r\n" >data/secret/1.in' \
	'/data/secret/1\.in:1: warning: carriage return; ' "a carriage return"
warns 'printf Eve >data/secret/1.in' '/data/secret/1\.in: warning: does not end with a newline' \
	"a missing newline"
warns 'printf "\xef\xbb\xbfEve\n" >data/secret/1.in' \
	'/data/secret/1\.in:1:1: warning: begins with a byte order mark' "a byte order mark"
warns ': >data/secret/1.ans' '/data/secret/1\.ans: warning: is empty' "an empty answer"
warns 'cp data/sample/1.in data/secret/1.in' \
	'/data/secret/1\.in: warning: is the same input as that of sample/1' "a test case that comes twice"
warns 'rm data/sample/*' '/data/sample: warning: no samples' "no sample"
warns 'rm -r problem_statement' ': warning: no statement' "no statement"
warns 'rm -r input_validators' ': warning: nobody checks the inputs' "no input validator"
warns 'sed -i /limit/d problem.yaml' '/problem\.yaml: warning: no time limit is stated' "no time limit"
warns 'touch "data/secret/1 (copy).in"' \
	'/data/secret/1 \(copy\)\.in: warning: is as if it were not there' "a name that is not allowed"
warns "touch \$'data/secret/\\xff.in'" \
	'/data/secret/.*\.in: warning: is as if it were not there' "a name that is no UTF-8"
warns 'mv problem_statement statement' \
	'/statement: warning: is of the other version of the format; rename it to problem_statement/' \
	"a folder of the other version"
warns 'touch data/secret/2.hint' '/data/secret/2\.hint: warning: belongs to no test case' \
	"a hint for nothing"

# ---- Names -------------------------------------------------------------------------------------

evil=$'e\e[31mvil\npack: nothing wrong'
good "$evil"
check "$evil"
is "$status $(cat "$out")" $'0 e\xef\xbf\xbd[31mvil pack: nothing wrong: nothing wrong' \
	"a package's name moves no cursor and forges no line"
echo 'nmae: x' >>"$evil/problem.yaml"
check "$evil"
is "$(wc -l <"$out") $(grep -c $'\e' "$out")" "2 0" "nor does it before a fault"
check $'no\e[31m\nwhere'
is "$(wc -l <"$out") $(grep -c $'\e' "$out")" "2 0" "nor one that is not there"

long=$(printf '%0100d/' 1 2 3)end
good "$long"
echo 'nmae: x' >>"$long/problem.yaml"
check "$long"
says '^\.\.\.0.*/0+3/end/problem\.yaml:4:1: error: unknown key "nmae"' \
	"a long path keeps the name of the file"

good other
check fine ten other
is "$status" 2 "of several packages one with errors is enough"
is "$(grep -cE '^(fine|ten|other): ' "$out")" 3 "and all are checked"
mkdir -p one two
cp -r other one/same
tar -czf two/same.tar.gz fine
for command in 'package check' 'package push' verify; do
	run timeout 60 "$assize" $command one/same/ fine two/same.tar.gz
	is "$status $(cat "$out" "$err")" "2 assize: one/same/ and two/same.tar.gz are both called same; \
name them in calls of their own" "$command refuses two packages of one name"
done
check nowhere
is "$status" 2 "a package that is not there is an error"
says '^error: no package at nowhere' "and it says so"
ln -s round round
check round
is "$status" 2 "so is a link to itself"
says '^error: cannot open round: Too many levels of symbolic links' "and it says so"
head -c 1000 /dev/urandom >noise.zip
check noise.zip
is "$status" 2 "what is no archive is an error"
says '^noise\.zip: error: not a readable archive' "and it says so"
run "$assize" package
is "$status" 2 "without a word it is a usage error"
run "$assize" package chek fine
is "$status" 2 "so it is with an unknown one"
for option in '--database host=/nowhere' '-d host=/nowhere' '--database=host=/nowhere --json' '--json -d list'; do
	# shellcheck disable=SC2086
	PGHOST=/nowhere run "$assize" package $option list
	like "$status $(cat "$err")" '^3 assize: database: .*/nowhere' "options may stand before it: $option"
done
run "$assize" package --keep 3 drop
like "$status $(cat "$err")" '^2 assize: package drop needs the name' "--keep too"
run "$assize" package --database
is "$status" 2 "an option alone is a usage error"
run "$assize" package --help
like "$(cat "$out")" 'check PACKAGE' "--help names it"

done_testing
