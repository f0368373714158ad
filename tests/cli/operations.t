#!/bin/bash
# docs/operations.md without the machines of tests/vm/two-hosts: its blocks are commands and say where
# they are run, and the files that it takes for installed are.
. "$(dirname "$0")/lib.sh"
page=$root/docs/operations.md

awk '/^```/ { if (inside) inside = 0; else if ($0 == "```sh") { inside = 1; file = "block." ++count }; next }
	inside { print >file }' "$page"
number=$(find . -name 'block.*' | wc -l)
ok "the page has blocks" test "$number" -gt 20
places='^# (on (db|judge|both hosts)|where Assize is built, in the clone)$'
is "$(head -qn 1 block.* | grep -cvE "$places")" 0 "each says where it is run"
ok "each is one for the shell" bash -c 'for block in block.*; do bash -n "$block" || exit 1; done'

# No commands hide in other blocks.
is "$(grep '^```' "$page" | grep -cvE '^```(sh)?$')" 0 "there are blocks of commands, and plain ones"

table=$(sed -n 's/^| `\([a-z_]*\)`.*/\1/p' "$page")
unknown() {
	grep -o '\(assize\|process\)_[a-z_]*' "$root/scripts/assize.rules.yml" | sed 's/_bucket$//' |
		sort -u | grep -vxF "$table"
}
is "$(unknown)" "" "the alerts are on metrics that the page knows"
(
	flock 9
	make -s -C "$root" VARIANT="${VARIANT:-release}" install DESTDIR="$work/host" PREFIX=/usr/local
) 9>"$root/build/.lock" >"$work/made" 2>&1
is "$(cat "$work/made")" "" "make install"
is "$(grep -o '/usr/local/[a-z/.-]*[a-z]' "$page" | sort -u | while read -r file; do
	[ -e "$work/host$file" ] || echo "$file"
done)" "" "files that the page names are installed"
unit=$work/host/usr/local/lib/systemd/system/assize-worker.service
while IFS=: read -r _ file; do
	ok "the unit's documentation is there" test -e "$work/host$file"
done < <(sed -n 's/^Documentation=//p' "$unit")
ok "its program as well" test -x "$work/host$(sed -n 's/^ExecStart=\([^ ]*\).*/\1/p' "$unit")"
is "$(grep -c @ "$unit")" 0 "nothing in it is left to be filled in"
done_testing
