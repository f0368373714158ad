#!/bin/bash
# assize languages lists the profiles; with --test it tries whether their toolchains work.
. "$(dirname "$0")/lib.sh"
needs_root

languages() { run timeout 300 "$assize" "$@"; }
profiles=$(cd "$root/langs" && printf '%s\n' *.yaml | sed 's/\.yaml$//' | sort)

languages languages
is "$status" 0 "languages succeeds"
is "$(awk '{ print $1 }' "$out")" "$profiles" "it lists every profile"
like "$(cat "$out")" '^cpp20 +C\+\+ \(GNU, C\+\+20\)$' "with its name"
languages languages --json
is "$(json 'list(it)' | sort -u)" '["language", "name"]' "as JSON, too: what is known without a try"
is "$(json 'it["language"]')" "$profiles" "one object a line"
languages languages cpp java
is "$(awk '{ printf "%s ", $1 }' "$out")" "cpp17 cpp20 java " "or those that were asked for, by family or id"
languages languages jvaa
is "$status" 2 "an unknown one is a usage error"
like "$(cat "$err")" 'unknown language "jvaa"; did you mean "java"' "with the nearest one"

languages languages --test
is "$status" 0 "languages --test: all toolchains work"
is "$(awk '{ print $1 }' "$out")" "$profiles" "of every profile"
unlike "$(cat "$out")" FAIL "as each line says"
like "$(cat "$out")" '^c +C \(GNU, C17\) +ok +gcc .*[0-9]+\.[0-9]+' "with the version of the toolchain"
is "$(cat "$err")" "" "nothing is on stderr"
languages languages --test --json
is "$(json 'list(it)' | sort -u)" \
	'["language", "name", "version", "available", "ok", "reason"]' "as JSON: the documented keys"
is "$(json '[it["available"], it["ok"], it["reason"]]' | sort -u)" '[true, true, ""]' \
	"all are there and work"
is "$(json 'it["version"] != ""' | sort -u)" true "and say their versions"

# ---- What does not work is told by name, and the others go on ---------------------------------

cp -r "$root/langs" langs
sed -i 's/command: \[gcc/command: [nocc/' langs/c.yaml
cat >langs/mute.yaml <<'END'
name: Mute
extends: python3
preferred: false
test: mute.py
END
echo 'pass' >langs/mute.py
languages --langs langs languages --test --json c mute python3
is "$status" 1 "a language that does not work is exit status 1"
is "$(json '[it["language"], it["available"], it["ok"]]')" '["c", false, false]
["mute", true, false]
["python3", true, true]' "what is not there, does not do what it should, and works"
is "$(json 'it["reason"]' | sed -n 1p)" \
	'compile: the compiler nocc cannot be started: No such file or directory; install the Debian package gcc' \
	"a missing compiler comes with its package"
is "$(json 'it["reason"]' | sed -n 2p)" 'no output' "what it prints is compared"
languages --langs langs languages --test c mute
is "$status" 1 "as text"
like "$(cat "$out")" '^c +C \(GNU, C17\) +FAIL +compile: the compiler nocc cannot' "it is told likewise"

echo 'nmae: x' >langs/slip.yaml
languages --langs langs languages
is "$status" 2 "a profile that does not load is exit status 2"
like "$(cat "$err")" '^assize: langs/slip\.yaml:1:1: unknown key "nmae"; did you mean "name"' "is named"
is "$(wc -l <"$out")" $(($(wc -l <<<"$profiles") + 1)) "and the others are listed"
languages --langs langs languages java
is "$status $(cat "$err")" "0 " "without a word on it if another was asked for"

done_testing
