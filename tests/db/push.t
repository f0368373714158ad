#!/bin/sh
# Packages in the database: pushed as versions, fetched by workers that have nothing but a
# connection string.
. "$(dirname "$0")/lib.sh"
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
[ "$(id -u)" = 0 ] || { echo '1..0 # SKIP needs root'; exit 0; }
worker=''
stop_worker() {
	if [ -n "$worker" ]; then
		kill "$worker" 2>/dev/null
		wait "$worker"
	fi
	worker=
}
trap 'stop_worker; pg_stop' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
pg_start || { echo 'Bail out! no private PostgreSQL'; exit 1; }
"$ASSIZE" db init --database "$(pg_conninfo postgres)" >/dev/null || exit 1
pg_login judge assize_worker
pg_login app assize_app
chmod 755 "$PG_DIR"
mkdir "$PG_DIR/work" && cd "$PG_DIR/work" || exit 1
cache=$PG_DIR/cache

package() {
	word=$1
	shift
	"$ASSIZE" package "$word" --database "$(pg_conninfo app)" "$@" 2>&1
}

# start_worker_with CACHE [SIZE]: a worker without any package of its own.
start_worker_with() {
	echo "cache: {directory: $1, size: ${2:-1GiB}}" >worker.yaml
	"$ASSIZE" --config worker.yaml worker --slots 1 --database "$(pg_conninfo judge)" \
		2>>"$PG_DIR/log" 3>&- &
	worker=$!
}

# judged PACKAGE [SOURCE]: the exit status, and what is said of it.
judged() {
	timeout 60 "$ASSIZE" submit "$1" "${2:-$TOP/problems/hello/submissions/accepted/hello.c}" \
		--wait --database "$(pg_conninfo app)" 2>&1
	echo "exit status $?"
}

count() {
	pg_sql postgres "select count(*) from assize.package_$1"
}

# ---- push --------------------------------------------------------------------------------------

cp -r "$TOP/problems/hello" hello
cp hello/data/secret/1.in hello/data/secret/again.in
cp hello/data/secret/1.ans hello/data/secret/again.ans
like 'a package is pushed' "$(package push hello)" '^hello: version 1, '
contents=$(count content) files=$(count file)
ok 'equal contents are kept once' [ "$contents" -le "$((files - 2))" ]
like 'pushed again it is the same version' "$(package push hello)" '^hello: is version 1 already, '
cp -r hello twin
like 'the same files under another name' "$(package push twin)" 'version 1, .* of which 0 B were sent'
is 'cost no contents' "$(count content) $(count file)" "$contents $((2 * files))"
mkdir -p broken/data/secret
like 'a package with errors is refused' "$(package push broken; echo "exit status $?")" \
	'exit status 2'
like 'and says so' "$(package push broken)" 'broken is not pushed'
cp -r hello 'a b'
is 'names that are no names of packages are refused' "$(package push 'a b'; echo "exit status $?")" \
	'assize: package a b: no name for a package: a b; letters, digits, "_", "." and "-", the first a letter, a digit or "_"
exit status 2'

# ---- A worker with a connection string ---------------------------------------------------------

start_worker_with "$cache"
like 'a worker with an empty cache judges it' "$(judged hello)" 'exit status 0'
is 'its cache has the contents, each once' "$(ls "$cache" | wc -l)" "$contents"
is 'nobody else may look into it' "$(stat -c %a "$cache")" 700
like 'its receipt has the hash of the directory' \
	"$(package list --json | tr -d '{}"' | tr ',' '\n' | sed -n 's/^tree_hash://p' | head -n 1)" \
	"$(pg_sql postgres "select receipt->>'package' from assize.judgement limit 1" | sed 's/^sha256://')"
like 'a package that is nowhere is a judge error' "$(pg_sql app "select assize.enqueue('nowhere', 'c',
	array['a.c'], array['int main(void){}'::bytea])" >/dev/null
	for _ in $(seq 600); do
		grep -q 'no package nowhere' "$PG_DIR/log" && break
		sleep 0.1
	done; cat "$PG_DIR/log")" 'no package nowhere, and none was pushed'
echo 'Hello, moon!' >hello/data/secret/1.ans
for file in hello/data/*/*.ans; do echo 'Hello, moon!' >"$file"; done
like 'a changed package is the next version' "$(package push --force hello)" '^hello: version 2, '
like 'by which the running worker judges' "$(judged hello)" 'exit status 1'
like 'the other one stays as it was' "$(judged twin)" 'exit status 0'

# ---- Damage ------------------------------------------------------------------------------------

# damage: all files of the cache, in place, with the size and the time of change that they had.
damage() {
	python3 - "$cache" <<-'PYTHON'
		import os, sys

		for name in os.listdir(sys.argv[1]):
		    path = os.path.join(sys.argv[1], name)
		    before = os.stat(path)
		    with open(path, "r+b") as file:
		        byte = file.read(1)
		        if byte:
		            file.seek(0)
		            file.write(bytes([byte[0] ^ 1]))
		    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
	PYTHON
}

damage
like 'files that change under a running worker are fetched again' "$(judged twin)" 'exit status 0'
like 'which is logged' "$(cat "$PG_DIR/log")" 'cache file dropped .*its content is not what its name'
stop_worker
damage
dropped=$(grep -c 'cache file dropped' "$PG_DIR/log")
touch "$cache/tmp-1-1"
start_worker_with "$cache"
like 'a worker checks what it finds' "$(judged twin)" 'exit status 0'
ok 'and drops what is damaged' \
	[ "$(grep -c 'cache file dropped' "$PG_DIR/log")" -gt "$dropped" ]
ok 'what a killed one left half-written is gone' [ ! -e "$cache/tmp-1-1" ]
stop_worker

# ---- A large package, a small cache ------------------------------------------------------------

# large NAME SEED MIB: a package that accepts yes.c, with an input of so many MiB.
large() {
	mkdir -p "$1/data/secret" "$1/submissions/accepted"
	cp yes.c "$1/submissions/accepted"
	printf 'name: Large\nlimits: {time_limit: 2}\n' >"$1/problem.yaml"
	python3 -c 'import random, sys
random.seed(sys.argv[1])
for _ in range(int(sys.argv[2])):
    sys.stdout.buffer.write(random.randbytes(1 << 19).hex().encode() + b"\n")' "$2" "$3" \
		>"$1/data/secret/1.in"
	echo yes >"$1/data/secret/1.ans"
}
printf '#include <stdio.h>\nint main(void) { puts("yes"); }\n' >yes.c
large first 1 10
large second 2 10
package push first second >/dev/null
chunks=$(count chunk)
head -c 100 second/data/secret/1.in >>first/data/secret/1.in
echo >>first/data/secret/1.in
like 'of a file that grew the end is sent' "$(package push first)" \
	'of which [0-9.]+ (B|KiB) were sent'
is 'and kept' "$(count chunk)" "$((chunks + 1))"

rm -rf "$cache"
start_worker_with "$cache" 16MiB
like 'a large package is judged' "$(judged first yes.c)" 'exit status 0'
like 'another one takes its place in a small cache' "$(judged second yes.c)" 'exit status 0'
like 'and the other way round' "$(judged first yes.c)" 'exit status 0'
ok 'which keeps its size' [ "$(du -sb "$cache" | cut -f1)" -le $((17 << 20)) ]
large third 3 20
package push third >/dev/null
pg_sql app "select assize.enqueue('third', 'c', array['a.c'], array['int main(void){}'::bytea])" \
	>/dev/null
for _ in $(seq 600); do
	grep -q 'third (version 1) has' "$PG_DIR/log" && break
	sleep 0.1
done
like 'a package larger than the cache is the fault of the host' "$(cat "$PG_DIR/log")" \
	'third .version 1. has 20 MiB, and the cache of this worker 16 MiB; raise cache'
stop_worker

# ---- A push that is cut off --------------------------------------------------------------------

large huge 4 200
chunks=$(count chunk)
"$ASSIZE" package push huge --database "$(pg_conninfo app)" >/dev/null 2>&1 &
pusher=$!
while [ "$(count chunk)" -lt $((chunks + 20)) ] && kill -0 $pusher 2>/dev/null; do :; done
kill -9 $pusher
wait $pusher 2>/dev/null
ok 'a push that dies has left chunks' [ "$(count chunk)" -ge $((chunks + 20)) ]
is 'of which a worker sees nothing' \
	"$(pg_sql judge "select count(*) from assize.package_current('{huge}')")" 0
"$ASSIZE" package push --json huge --database "$(pg_conninfo app)" >pushed 2>/dev/null &
pusher=$!
peak=0
while kill -0 $pusher 2>/dev/null; do
	now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$pusher/status" 2>/dev/null)
	if [ "${now:-0}" -gt "$peak" ]; then peak=$now; fi
	sleep 0.02
done
wait $pusher
sent=$(sed -n 's/.*"sent_bytes":\([0-9]*\).*/\1/p' pushed)
ok 'repeated, it sends what had not arrived' \
	[ "${sent:-0}" -gt 0 -a "${sent:-0}" -le $((181 << 20)) ]
ok 'a package of 200 MiB is pushed in less than 40' [ "$peak" -gt 8192 -a "$peak" -lt 40960 ]

# ---- pull, drop --------------------------------------------------------------------------------

package pull second copy >/dev/null
is 'a package comes back as it was' "$(diff -r second copy && echo same)" same
like 'never over another one' "$(package pull second copy; echo "exit status $?")" \
	'copy exists already.*'
package pull hello old --version 1 >/dev/null
is 'an older version comes back too' "$(diff -r twin old && echo same)" same
like 'old versions can be dropped' "$(package drop hello)" '1 version dropped'
is 'the newest is there' "$(package list | sed -n 's/ *\(hello *[0-9]*\) .*/\1/p' | tr -s ' ')" 'hello 2'

# ---- What the database refuses -----------------------------------------------------------------

like 'a chunk whose hash is wrong' "$(refused app "select assize.package_put(
	array[sha256('a')], array['b'::bytea])")" 'not what its SHA-256 says'
like 'a content whose hash is wrong' "$(refused app "select assize.package_commit('x', sha256('x'),
	'{a}', '{1}', array[sha256('b')], array[sha256('a')])")" 'does not fit its size'
like 'a content that is not there' "$(refused app "select assize.package_commit('x', sha256('x'),
	'{a}', '{1}', array[sha256(sha256('never'))], array[sha256('never')])")" 'is not complete'
like 'a path that leaves the package' "$(refused app "select assize.package_commit('x', sha256('x'),
	'{../a}', '{0}', array[sha256('')], array[''::bytea])")" 'no path for a file'
for call in "package_missing('{}')" "package_put('{}', '{}')" "package_list()" \
	"package_drop('hello', 0)" "package_collect()" \
	"package_commit('x', sha256('x'), '{}', '{}', '{}', '{}')"; do
	like "a worker cannot call ${call%%(*}" "$(refused judge "select assize.$call")" \
		'permission denied'
done
is 'it can read a manifest' \
	"$(pg_sql judge "select count(*) > 0 from assize.package_manifest('hello', 2)")" t
done_testing
