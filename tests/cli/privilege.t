#!/bin/bash
# Who holds what while a program is judged: among our processes on the host's side only the launcher
# has any capability; the others are under filters, and none but the front has the environment.
. "$(dirname "$0")/lib.sh"
needs_root

plain echo 1 1
echo 'int main(void) { for (;;) __asm__ volatile (""); }' >spin.c

# process NAME: of that name below the launcher.
process() {
	local pid
	for pid in $(descendants "$launcher"); do
		! grep -sqxE "$1" "/proc/$pid/comm" || { echo "$pid"; return; }
	done
	return 1
}

isnt() { if [ "$1" != "$2" ]; then pass "$3"; else fail "$3" "got: $1"; fi; }

field() { sed -n "s/^$2:[[:space:]]*//p" "/proc/$1/status"; }

# capabilities PID: the sets that count, without the bounding set, which no_new_privs makes idle.
capabilities() {
	sed -n 's/^Cap\(Inh\|Prm\|Eff\|Amb\):[[:space:]]*//p' "/proc/$1/status" | sort -u
}

# Processes in our own user namespace.
ours() {
	local pid
	for pid in $(descendants "$launcher"); do
		[ "$(readlink "/proc/$pid/ns/user")" != "$(readlink /proc/self/ns/user)" ] || echo "$pid"
	done
}

PGPASSWORD=tulip setsid "$assize" run --time-limit 100 echo spin.c >"$out" 2>"$err" &
launcher=$!
at_end 'kill -KILL $launcher 2>/dev/null'
# The spawner of the compiler's box has nothing to do any more.
running() {
	local pid
	for pid in $(descendants "$launcher"); do
		! grep -sqx assize-spawner "/proc/$pid/comm" || [ -z "$(descendants "$pid")" ] || return 0
	done
	return 1
}
ok "a program is being judged" until_true 60 running

front=$(process assize-front)
slot=$(process assize-slot)
judge=$(process assize-judge)
spawner=$(process assize-spawner)
like "$front $slot $judge $spawner" '^[0-9]+ [0-9]+ [0-9]+ [0-9]+$' "front, slot, judge and spawner are there"

all=$(ours)
is "$(wc -w <<<"$all")" 3 "on the host's side are three besides the launcher"
for pid in $all; do
	name=$(cat "/proc/$pid/comm")
	is "$(capabilities "$pid")" 0000000000000000 "$name has no capability"
	is "$(field "$pid" NoNewPrivs) $(field "$pid" Seccomp)" "1 2" "$name is under a filter, and gains nothing by exec"
	unlike "$(field "$pid" Uid)" '(^|[[:space:]])0([[:space:]]|$)' "$name is not root"
	is "$(field "$pid" Groups | tr -d ' ')" "" "$name has no further groups"
done
# dac_override (1), kill (5), setgid (6), setuid (7), sys_nice (23).
is "$(($(sed -n 's/^CapPrm:[[:space:]]*/0x/p' "/proc/$launcher/status") & ~0x8000e2))" 0 \
	"the launcher keeps five capabilities at most"
is "$(field "$launcher" CapBnd) $(field "$launcher" CapAmb)" "0000000000000000 0000000000000000" \
	"and can gain none"
isnt "$(field "$slot" Uid)" "$(field "$front" Uid)" "slot and front are different users"

# The judge's filter comes on top of its slot's.
is "$(field "$slot" Seccomp_filters)" 2 "a slot has its two filters"
is "$(field "$judge" Seccomp_filters)" 4 "a judge has two more"

for pid in $launcher $slot $judge $spawner; do
	unlike "$(tr '\0' '\n' <"/proc/$pid/environ")" tulip "$(cat "/proc/$pid/comm") has no password in its environment"
done
like "$(tr '\0' '\n' <"/proc/$front/environ")" tulip "the front has, which connects"

# The box: its first process is root of nothing but its own user namespace.
isnt "$(readlink "/proc/$spawner/ns/user")" "$(readlink /proc/self/ns/user)" "the spawner is in a user namespace of its own"
is "$(cat "/proc/$spawner/uid_map" | awk '{ print $1, $3 }')" "0 90" "in which there are 90 uids"
is "$(field "$spawner" CapBnd)" 0000000000000000 "and an empty bounding set"

kill -TERM "$launcher"
wait "$launcher" 2>/dev/null
done_testing
