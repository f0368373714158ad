#!/bin/bash
# Whatever cannot be judged is one clear line on stderr, with the cure, and nothing on stdout:
# exit 2 for what the user wrote, 3 for what the host lacks. A source that is refused is a verdict.
. "$(dirname "$0")/lib.sh"
needs_root

plain echo 1 1
hello=$root/problems/hello
printf '#include <stdio.h>\nint main(void) { return puts("1") < 0; }\n' >one.c

# fails STATUS PATTERN NAME: so the last run ended.
fails() {
	if [ "$status" = "$1" ] && [ ! -s "$out" ] && [ "$(wc -l <"$err")" = 1 ] &&
		grep -qE -e "^assize: $2" "$err"; then
		pass "$3"
	else
		fail "$3" "expected: exit status $1, and this line alone: $2"
	fi
}

# ---- Profiles ---------------------------------------------------------------------------------

# broken PATTERN NAME: a profile x with the text on stdin, used for one.c.
broken() {
	rm -rf langs
	cp -r "$root/langs" langs
	cat >langs/x.yaml
	run timeout 120 "$assize" --langs langs run --language x echo one.c
	fails 2 "langs/x\.yaml:$1" "$2"
}

# profile [LINE]...: these lines first, in a profile that is good otherwise.
profile() {
	printf '%s\n' "$@"
	cat <<-'END'
		name: X
		version: [gcc, --version]
		extensions: [.x]
		source: main.c
		run: {class: native, command: ["{binary}"]}
		test: hello.c
	END
}

broken '1:1: unknown key "complie"; did you mean "compile"\?' "an unknown key" \
	< <(profile 'complie: {class: gcc, command: [gcc]}')
broken '1:23: unknown key "comand"; did you mean "command"\?' "an unknown key below another" \
	< <(profile 'compile: {class: gcc, comand: [gcc]}')
broken '2:1: duplicate key "name", already on line 1' "a duplicate key" < <(profile 'name: Y')
broken '1:[0-9]+: cpu: unknown unit "parsecs"; one of: s, ms, us, m, h' "a unit that is none" \
	< <(profile 'compile: {class: gcc, command: [gcc], limits: {cpu: 10parsecs}}')
broken '1:[0-9]+: .*memory: ' "a unit of the wrong kind" \
	< <(profile 'compile: {class: gcc, command: [gcc], limits: {memory: 10s}}')
broken '1:10: anchors \(&name\) are not supported' "an anchor, and so an alias" \
	< <(profile 'compile: &same {class: gcc, command: [gcc]}' 'again: *same')
broken '1:10: aliases' "an alias without an anchor" < <(profile 'compile: *same')
broken '2:1: a tab cannot indent; indent with spaces' "a tab" \
	< <(profile 'compile:' $'\tclass: gcc')
broken '1:1: empty file' "an empty file" </dev/null
broken '1:1: missing key "extensions"' "a missing key" <<<'name: X'
broken '1:18: class: unknown class "gccc"; did you mean "gcc"\?' "a class that there is not" \
	< <(profile 'compile: {class: gccc, command: [gcc]}')
broken '1:10: extends: there is no langs/y\.yaml' "a parent that there is not" <<<'extends: y'

rm -rf langs
cp -r "$root/langs" langs
printf 'extends: c\nname: Another C\n' >langs/x.yaml
run timeout 120 "$assize" --langs langs run echo one.c
fails 2 'the language is ambiguous; use --language c or x$' "two profiles for one extension"
run timeout 120 "$assize" --langs langs run --language x echo one.c
is "$status" 0 "of which one can be chosen"
echo 'preferred: true' >>langs/x.yaml
run timeout 120 "$assize" --langs langs run echo one.c
is "$status $(head -n 1 "$out")" "0 echo: one.c as x" "or preferred"
run timeout 120 "$assize" --langs nowhere run echo one.c
fails 2 'cannot read the language profiles in nowhere: ' "no profiles"
mkdir nothing
run timeout 120 "$assize" --langs nothing/ languages
fails 2 'no language profiles \(\*\.yaml\) in nothing$' "a folder without any"

# ---- Packages, sources, options ---------------------------------------------------------------

judge nowhere one.c
fails 2 'no package at nowhere$' "a missing package"
mkdir -p empty
judge empty one.c
fails 2 'empty: no test cases: no \.in file' "a package without tests"
cp -r "$hello" hello
rm hello/data/*/*.in hello/data/*/*.ans
judge hello one.c
fails 2 'hello: no test cases: no \.in file in data/sample or data/secret' "nor in data/"
judge echo one.c --language cobol
fails 2 'unknown language "cobol"; one of: answers, c, .*python3' "an unknown language"
judge echo one.c --language pyhton3
fails 2 'unknown language "pyhton3"; did you mean "python3"\?' "a misspelt language"
cp one.c one.cob
judge echo one.cob
fails 2 'no language has the extension of "one\.cob"; use --language$' "an unknown extension"
judge echo missing.c
fails 2 'cannot read missing\.c: No such file' "a missing source"
judge echo one.c --jsno
fails 2 'run: unknown option "--jsno"; did you mean "--json"\?' "an unknown option"
judge echo one.c --time-limit soon
fails 2 'run: --time-limit: "soon" is not a time; write 1\.5, 1\.5s or 300ms' "a value that is none"
judge echo one.c --time-limit 0
fails 2 'run: --time-limit: 0 leaves no time; without the option it is the package.s$' "no time at all"
for more in 86401 9000000000; do
	judge echo one.c --time-limit $more
	fails 2 'run: --time-limit: more than a day, 86400 s$' "or $more seconds"
done
judge echo one.c --language
fails 2 'run: --language needs an argument: --language ID' "a missing value"
judge
fails 2 'run needs a package and a source; see assize run --help' "no operands"
judge echo
fails 2 'run needs a package and a source; see assize run --help' "no source"
run "$assize" verify
fails 2 'verify needs a package; see assize verify --help' "nothing to verify"
run timeout 120 "$assize" verify echo
fails 2 '.*no jury submissions' "nothing to verify it with"

: >empty.c
judge --json echo empty.c
is "$status $(json '[it["verdict"], it["reason"]]')" '1 ["CE", "the source is empty"]' \
	"an empty source is a compile error"
head -c 10000000 /dev/zero | tr '\0' ' ' >big.c
judge --json echo big.c
is "$status $(json '[it["verdict"], it["reason"], it["tests"]]')" \
	'1 ["CE", "the source has 9.5 MiB, over the limit of 128 KiB", []]' \
	"so is one of 10 MB, and the limit is named"

# many COUNT FORMAT: a python submission of so many files, many/main.py first; %d is the number.
many() {
	rm -rf many
	mkdir many
	echo 'print(1)' >many/main.py
	python3 - "$1" "$2" <<-'END'
		import os, sys
		for n in range(int(sys.argv[1]) - 1):
		    name = "many/" + sys.argv[2].replace("%d", f"{n:03}")
		    os.makedirs(os.path.dirname(name), exist_ok=True)
		    open(name, "w").write("x = 1\n")
	END
}

long=$(printf 'x%.0s' {1..84})
many 400 "m%d$long.py"
judge --json echo many
like "$status $(json '[it["verdict"], it["reason"]]')" '^1 \["CE", "too many source files, or too long names: the compiler.s command would be over the limit of 32768 bytes"\]$' \
	"names that do not fit a command are a compile error"
many 1000 'm%d.py'
judge --json echo many
is "$status $(json '[it["verdict"], it["reason"]]')" '0 ["AC", ""]' \
	"as many files as may be handed in are judged"
many 1000 'd%d/m.py'
judge --json echo many
is "$status $(json '[it["verdict"], it["reason"]]')" '0 ["AC", ""]' \
	"each in a directory of its own as well"
many 300 'd%d/b/c/d/e/f/g/h/i/j/k/l/m/n/m.py'
judge --json echo many
is "$status $(json '[it["verdict"], it["reason"]]')" \
	'1 ["CE", "the sources make 4486 files and directories, over the limit of 4096"]' \
	"more directories than a box has room for are a compile error"

cp -r "$hello" grown
mkdir -p grown/include/default/lib
touch grown/include/default/lib/x.py
many 2 'lib'
judge --json grown many --language python3
is "$status $(json '[it["verdict"], it["reason"]]')" \
	'1 ["CE", "lib is a source file and a directory of others"]' \
	"so is a file where the package has a directory"
python3 -c 'for n in range(600): open(f"grown/include/default/lib/n{n}.py", "w")'
many 600 'm%d.py'
judge --json grown many
is "$status $(json '[it["verdict"], it["reason"]]')" \
	'1 ["CE", "1201 source files with those of the package, over the limit of 1000"]' \
	"and who has no room left beside the package's files"
python3 -c 'for n in range(1000): open(f"grown/include/default/lib/n{n}.py", "w")'
judge grown one.c
fails 2 'compile: include/ has more files than the 999 that are compiled together$' \
	"that the package leaves no room is its own fault"

# ---- The host ---------------------------------------------------------------------------------

sed 's/command: \[gcc/command: [nocc/; s/^package: .*/package: gcc-of-tomorrow/' \
	"$root/langs/c.yaml" >langs/c.yaml
no_compiler='compile: the compiler nocc cannot be started: No such file or directory; install the Debian package gcc-of-tomorrow$'
run timeout 120 "$assize" --langs langs run --language c echo one.c
fails 3 "$no_compiler" "a missing compiler is the judge's error, and the package is named"
run timeout 120 "$assize" --langs langs run --language c --json echo one.c
is "$status $(json '[it["verdict"], it["tests"]]')" '3 ["JE", []]' \
	"as JSON it is the verdict JE, so that programs have an answer"
like "$(json 'it["reason"]')" "$no_compiler" "for the same reason"
like "$(cat "$err")" "^assize: $no_compiler" "which is on stderr as well"

cat >langs/x.yaml <<'END'
name: X
version: [python3, --version]
package: python-of-tomorrow
extensions: [.py]
source: main.py
run: {class: python, command: [nopython, "/files/{main}"]}
test: hello.py
END
run timeout 120 "$assize" --langs langs run --language x echo one.c
is "$status" 3 "so is a missing runtime"
like "$(cat "$err")" '^assize: .*nopython cannot be started: No such file or directory; install the Debian package python-of-tomorrow$' \
	"whose package is named, too"

# Whoever may read neither this clone nor our directory has copies.
mkdir public
cp -r "$assize" "$root/langs" echo one.c public
chmod -R a+rX "$work" public
nobody=(timeout 120 setpriv --reuid=65534 --regid=65534 --clear-groups)
no_permission='no permission to make control groups and namespaces: run as root'
run "${nobody[@]}" public/assize --langs public/langs run public/echo public/one.c
fails 3 "$no_permission" "a user without rights is told so"
run "${nobody[@]}" public/assize --langs public/langs languages --test
fails 3 "$no_permission" "so is one who asks for toolchains"
run "${nobody[@]}" public/assize --langs public/langs run public/echo nowhere.c
fails 2 'cannot read nowhere\.c' "but is told first what does not depend on them"
run timeout 120 setpriv --bounding-set -dac_override,-dac_read_search \
	--inh-caps -dac_override,-dac_read_search "$assize" run echo one.c
fails 3 'box assize-[0-9]+-native: cannot create control group .*\(run as root, or in a delegated cgroup\)' \
	"a root that may not make control groups is told, too"

no_socket='database: connection to server on socket "/nowhere/\.s\.PGSQL\.5432" failed: No such file or directory; is PostgreSQL running there\? --database, worker\.yaml or PGHOST say where$'
for command in "queue" "show 1" "submit hello one.c" "db status" "worker --packages $work" \
	"verify --queue $hello"; do
	# shellcheck disable=SC2086
	run timeout 120 "$assize" $command --database host=/nowhere
	fails 3 "$no_socket" "no database for assize ${command%% *}"
done

# worker_option STATUS PATTERN OPTION...: of a worker that has no database anyway.
worker_option() {
	local pattern=$1
	shift
	run timeout 120 "$assize" worker --database host=/nowhere "$@"
	fails 2 "$pattern" "assize worker ${*:1:1} "
}
worker_option '--packages: all directories together are longer than [0-9]+ bytes$' --packages "$(printf '%06000d' 0)"
worker_option '--packages is empty; name a directory$' --packages "$work" --packages ''
worker_option "--name is empty; leave it out, and it is the host's$" --name ''

judge_into() { timeout 120 "$assize" "$@" >/dev/full; }
run judge_into run echo one.c
fails 3 'cannot write the results: No space left on device' "a full disk"
run judge_into run --json echo one.c
fails 3 'cannot write the results: No space left on device' "a full disk for JSON"
run judge_into languages
fails 3 'cannot write the results: No space left on device' "or for a list"

done_testing
