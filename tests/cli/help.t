#!/bin/bash
# Whoever types assize for the first time is told what there is.
. "$(dirname "$0")/lib.sh"

run "$assize" --help
is "$status" 0 "assize --help succeeds"
is "$(cat "$err")" "" "help goes to stdout alone"
for command in run verify languages worker submit; do
	like "$(cat "$out")" "^ +$command +[^ ]" "it lists $command with a summary"
done

run "$assize"
is "$status" 2 "without a command it is a usage error"
is "$(cat "$out")" "" "which leaves stdout empty"

run "$assize" verfiy
is "$status" 2 "an unknown command is a usage error"
like "$(cat "$err")" 'verfiy.*did you mean.*verify' "the nearest command is named"

run "$assize" run --help
is "$status" 0 "assize run --help succeeds"
like "$(cat "$out")" '^Usage: assize run ' "it says how to call run"

run "$assize" run --jsno
is "$status" 2 "an unknown option is a usage error"
like "$(cat "$err")" 'unknown option "--jsno"; did you mean "--json"' "the nearest option is named"

done_testing
