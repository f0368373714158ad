#!/bin/sh
# Packages go into the database as versions, as a whole or not at all, and come back.
. "$(dirname "$0")/lib.sh"
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
trap pg_stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
packages_start

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

large first 1 10
package push first >/dev/null
chunks=$(count chunk)
head -c 100 /dev/zero | tr '\0' '1' >>first/data/secret/1.in
echo >>first/data/secret/1.in
like 'of a file that grew the end is sent' "$(package push first)" \
	'of which [0-9.]+ (B|KiB) were sent'
is 'and kept' "$(count chunk)" "$((chunks + 1))"
sed -i 's/./x/' hello/data/secret/again.ans
like 'a changed package is the next version' "$(package push hello)" '^hello: version 2, '

# watch_peak PID: waits for it; sets $peak, the most memory that it or a child had, in KiB.
watch_peak() {
	peak=0
	while kill -0 "$1" 2>/dev/null; do
		for pid in "$1" $(children "$1"); do
			now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$pid/status" 2>/dev/null)
			if [ "${now:-0}" -gt "$peak" ]; then peak=$now; fi
		done
		sleep 0.02
	done
	wait "$1"
}

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
watch_peak $!
sent=$(sed -n 's/.*"sent_bytes":\([0-9]*\).*/\1/p' pushed)
ok 'repeated, it sends what had not arrived' \
	[ "${sent:-0}" -gt 0 -a "${sent:-0}" -le $((181 << 20)) ]
# Sanitizers need memory of their own.
[ "${VARIANT:-release}" = san ] ||
	ok 'a package of 200 MiB is pushed in less than 40' [ "$peak" -gt 8192 -a "$peak" -lt 40960 ]
"$ASSIZE" package pull huge pulled --database "$(pg_conninfo app)" >/dev/null 2>&1 &
watch_peak $!
is 'and comes back as it was' "$(diff -r huge pulled && echo same)" same
[ "${VARIANT:-release}" = san ] ||
	ok 'in less than 40, too' [ "$peak" -gt 8192 -a "$peak" -lt 40960 ]
rm -rf pulled
large hollow 6 2
for test in 1 2 3; do
	: >"hollow/data/secret/$test.ans"
	[ $test = 1 ] || cp hollow/data/secret/1.in "hollow/data/secret/$test.in"
done
package push hollow >/dev/null
package pull hollow pulled >/dev/null
is 'so does one with empty files behind large ones' "$(diff -r hollow pulled && echo same)" same
rm -rf pulled

# ---- pull, drop --------------------------------------------------------------------------------

package pull first copy >/dev/null
is 'a package comes back as it was' "$(diff -r first copy && echo same)" same
like 'never over another one' "$(package pull first copy; echo "exit status $?")" \
	'copy exists already.*'
mkdir empty
like 'a slash at the end is no part of the name' "$(package pull first empty/; echo "exit status $?")" \
	'exit status 0'
package pull first fresh/// >/dev/null
is 'nor are several, of one that is not there' \
	"$(diff -r first empty && diff -r first fresh && echo same)" same
mkdir within
for place in . .. ./ / within/. within/..; do
	is "$place cannot be made" "$(cd within && package pull first "$place"; echo "exit status $?")" \
		"assize: package first: \"$(echo "$place" | sed 's,\(.\)/$,\1,')\" cannot be made; say where to by the name of a new directory
exit status 2"
done
is 'and nothing is left' "$(ls -A within)" ''

# stuck: a pull that waits for the server, which does not answer; sets $puller and its $child.
stuck() {
	rm -f held go
	{
		echo 'begin; lock table assize.package_chunk;'
		echo "\\! touch held; until [ -e go ]; do sleep 0.05; done"
		echo 'commit;'
	} | pg_sql postgres >holding 2>&1 &
	holder=$!
	waits test -e held
	env --default-signal=INT,TERM "$ASSIZE" package pull first stuck \
		--database "$(pg_conninfo app)" >said 2>&1 &
	puller=$!
	waits is_stuck
	child=$(children $puller | tr -d ' ')
}
is_stuck() {
	[ "$(pg_sql postgres "select count(*) from pg_stat_activity
		where usename = 'app' and wait_event_type = 'Lock'")" -gt 0 ] && ls -d stuck.?????? >/dev/null 2>&1
}
for signal in 'INT 130' 'TERM 143'; do
	stuck
	kill -"${signal% *}" $puller
	wait $puller
	is "SIG${signal% *} ends a pull whose server does not answer" "$? $(ls -d stuck* 2>/dev/null)" \
		"${signal#* } "
	ok 'whole' [ "$child" -a ! -e "/proc/$child" ]
	touch go
	wait $holder
done
stuck
kill -KILL $child
wait $puller
is 'nor is anything left when it is killed itself' "$? $(cat said) $(ls -d stuck* 2>/dev/null)" \
	'3 assize: package first: a process of ours was ended by signal 9 '
touch go
wait $holder

package pull hello old --version 1 >/dev/null
is 'an older version comes back too' "$(diff -r twin old && echo same)" same
last='(select max(version) from assize.package_version v where v.package_id = f.package_id)'
pg_sql postgres "create table stray as select package_id, version, min(path) as path
	from assize.package_file f where version = $last group by 1, 2;
	update assize.package_file f set path = '../new/out' from stray s
	where (f.package_id, f.version, f.path) = (s.package_id, s.version, s.path)"
like 'a path that leads out of the package is refused' "$(package pull first astray)" \
	'manifest in the database is damaged at "../new/out"'
is 'and nothing is made there' "$(ls -d ../new new astray 2>/dev/null)" ''
pg_sql postgres "update assize.package_file f set path = s.path from stray s
	where (f.package_id, f.version, f.path) = (s.package_id, s.version, '../new/out');
	drop table stray"
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
