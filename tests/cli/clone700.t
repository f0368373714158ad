#!/bin/bash
# It works from a clone that only its owner can enter, made under a umask that hides all from others:
# boxes, slots and judges, which are other users, never look for a file by its path.
. "$(dirname "$0")/lib.sh"
needs_root

umask 077
mkdir -p closed/clone/build/variant
chmod 700 closed
(cd closed/clone && cp "$assize" build/variant/assize && cp -r "$root/langs" . &&
	mkdir problems && cp -r "$root/problems/pairs" "$root/problems/hello" problems &&
	rm -r problems/pairs/submissions/{time_limit_exceeded,run_time_error})
is "$(find closed -perm /077)" "" "others may not even look"
cd closed/clone || exit 1
clone=build/variant/assize

run timeout 120 "$clone" run problems/hello problems/hello/submissions/accepted/hello.c
is "$status $(cat "$err")" "0 " "run judges C, with the profiles of the clone"
run timeout 120 "$clone" run problems/hello problems/hello/submissions/accepted/greet
is "$status $(cat "$err")" "0 " "and directories"
run timeout 120 "$clone" run problems/hello problems/hello/submissions/accepted/hello.py
is "$status $(cat "$err")" "0 " "and Python"
run timeout 120 "$clone" run problems/hello problems/hello/submissions/accepted/desk
is "$status $(cat "$err")" "0 " "and Java"
like "$(find problems/*/output_validators -type f)" . "a package has an output validator of its own"
run timeout 300 "$clone" verify problems/pairs
is "$status $(cat "$err")" "0 " "verify judges a package, and builds and runs it"
unlike "$(cat "$out")" '^FAIL' "as each line says"
run timeout 300 "$clone" languages --test
is "$status $(cat "$err")" "0 " "toolchains are tried"

done_testing
