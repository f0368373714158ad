#!/bin/sh
# A worker that has nothing but a connection string judges packages that were pushed; what it keeps
# of them is checked, and may be lost, damaged or too small at any time.
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
packages_start
cache=$PG_DIR/cache

# start_worker_with CACHE [SIZE [PREFETCH]]: a worker without any package of its own.
start_worker_with() {
	echo "cache: {directory: $1, size: ${2:-1GiB}, prefetch: ${3:-false}}" >worker.yaml
	"$ASSIZE" --config worker.yaml worker --slots 1 --database "$(pg_conninfo judge)" \
		2>>"$PG_DIR/log" 3>&- &
	worker=$!
}

# judged PACKAGE [SOURCE [OPTION...]]: the exit status, and what is said of it.
judged() {
	package=$1
	source=${2:-$TOP/problems/hello/submissions/accepted/hello.c}
	shift $(($# < 2 ? $# : 2))
	timeout 60 "$ASSIZE" submit "$package" "$source" "$@" --wait \
		--database "$(pg_conninfo app)" 2>&1
	echo "exit status $?"
}

cp -r "$TOP/problems/hello" hello
cp -r hello twin
package push hello twin >/dev/null
contents=$(count content)

# ---- A worker with a connection string ---------------------------------------------------------

start_worker_with "$cache"
like 'a worker with an empty cache judges it' "$(judged hello)" 'exit status 0'
is 'its cache has the contents, each once' "$(ls "$cache" | wc -l)" "$contents"
is 'nobody else may look into it' "$(stat -c %a "$cache")" 700
is 'its tree is that of the directory' \
	"$(pg_sql postgres "select receipt->>'package_hash' from assize.judgement")" \
	"$("$ASSIZE" run --json hello yes.c | sed -n 's/.*"package_hash":"\([0-9a-f]*\)".*/\1/p')"
like 'an entry point that is not there does not compile' \
	"$(judged hello "$TOP/problems/hello/submissions/accepted/hello.py" --entry-point nope.py)" \
	'CE: the entry point "nope.py" is none of the sources'
stop_worker
start_worker_with "$PG_DIR/early" 1GiB true
for _ in $(seq 600); do
	[ "$(ls "$PG_DIR/early" 2>/dev/null | wc -l)" = "$contents" ] && break
	sleep 0.1
done
is 'an idle worker fetches what was pushed lately' "$(ls "$PG_DIR/early" | wc -l)" "$contents"
stop_worker
start_worker_with "$cache"
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

large first 1 10
large second 2 10
package push first second >/dev/null
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
large fourth 5 5
package push fourth >/dev/null
pg_sql postgres "delete from assize.package_content_chunk k using assize.package_file f, assize.package p
	where p.name = 'fourth' and f.package_id = p.id and k.content_hash = f.content_hash and k.ordinal = 2"
pg_sql app "select assize.enqueue('fourth', 'c', array['a.c'], array['int main(void){}'::bytea])" \
	>/dev/null
told="select count(*) > 0 from assize.audit where event = 'failure'
	and detail ~ 'contents of package fourth, version 1, are not in the database; push'"
for _ in $(seq 300); do
	[ "$(pg_sql postgres "$told")" = f ] || break
	sleep 0.1
done
is 'content that the database has lost is told, and not asked for for ever' "$(pg_sql postgres "$told")" t
stop_worker


# ---- What goes away in the middle --------------------------------------------------------------

large huge 4 60
package push huge >/dev/null
rm -rf "$cache"
left=none
# Waits until the worker has written a part of the large file.
is_fetching() {
	for _ in $(seq 6000); do
		if [ -n "$(find "$cache" -name 'tmp-*' ! -name "$left" -size +2M 2>/dev/null)" ]; then
			return 0
		fi
		sleep 0.01
	done
	return 1
}
start_worker_with "$cache"
judged huge yes.c >said &
judged=$!
is_fetching
kill -9 "$worker"
wait "$worker" 2>/dev/null
left=$(cd "$cache" && echo tmp-*)
ok 'a worker that is killed leaves half a file' [ -f "$cache/$left" ]
start_worker_with "$cache"
is_fetching
pg_kill
ok 'the database dies, and the worker goes on to live' kill -0 "$worker"
pg_restart 3>&-
wait $judged
like 'what was claimed is judged' "$(cat said)" 'exit status 0'
is 'once' "$(pg_sql postgres "select count(*), min(g.state) from assize.judgement g
	join assize.submission s on s.id = g.submission_id where s.problem = 'huge'")" '1|done'
stop_worker
start_worker_with "$cache"
like 'a worker that starts' "$(judged huge yes.c)" 'exit status 0'
rm -rf "$cache"/*
like 'or whose cache is emptied under it' "$(judged huge yes.c)" 'exit status 0'
for pid in $(descendants "$worker"); do
	[ "$(cat "/proc/$pid/comm")" != assize-front ] ||
		peak=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$pid/status")
done
# Sanitizers need memory of their own.
[ "${VARIANT:-release}" = san ] ||
	ok 'fetches 60 MiB in less than 30' [ "$peak" -gt 4096 -a "$peak" -lt 30720 ]
stop_worker
is 'leaves no half file' "$(find "$cache" -name 'tmp-*')" ''

# A disk that is full is the host's fault, and the job goes back.
mkdir -m 711 "$PG_DIR/small"
if mount -t tmpfs -o size=20m,mode=0711 assize-test "$PG_DIR/small"; then
	trap 'stop_worker; umount "$PG_DIR/small"; pg_stop' EXIT
	start_worker_with "$PG_DIR/small/cache"
	id=$(pg_sql app "select judgement_id from assize.enqueue('huge', 'c', array['a.c'],
		array['int main(void){}'::bytea])")
	for _ in $(seq 600); do
		grep -q 'disk of the cache' "$PG_DIR/log" && break
		sleep 0.1
	done
	like 'a full disk is said with a cure' "$(cat "$PG_DIR/log")" \
		'the disk of the cache [^ ]*/small/cache is full; free some, or set a smaller cache'
	like 'and the job goes back' "$(pg_sql postgres "select state from assize.job
		where judgement_id = $id")" 'delayed|ready|leased'
	ok 'the worker lives' kill -0 "$worker"
	like 'and judges what fits' "$(judged twin)" 'exit status 0'
fi
done_testing
