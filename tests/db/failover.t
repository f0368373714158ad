#!/bin/bash
# Fail-over to a stand-by: the primary dies while two workers judge, the stand-by is promoted, and
# what was acknowledged is judged exactly once, by the same workers.
. "$(dirname "$0")/lib.sh"
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
[ "$(id -u)" = 0 ] || { echo '1..0 # SKIP needs root'; exit 0; }
MANY=24
PRIMARY=
STANDBY=

until_is() {
	end=$((SECONDS + 60))
	until [ "$(PG_DIR=$1 pg_sql postgres "$2" 2>&1)" = "$3" ]; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.05
	done
}

# The servers share their logins; a directory each, with its socket.
standby_start() {
	STANDBY=$PRIMARY/b
	mkdir -m 711 "$STANDBY" && mkdir -m 700 "$STANDBY/data" && ln -s ../passwords "$STANDBY" &&
		chown "$PG_USER" "$STANDBY" "$STANDBY/data" &&
		PGPASSWORD=$(cat "$PG_DIR/passwords/postgres") pg_as "$PG_BIN/pg_basebackup" --no-sync -R \
			-c fast -h "$PRIMARY" -U postgres -D "$STANDBY/data" &&
		echo "unix_socket_directories = '$STANDBY'" >>"$STANDBY/data/postgresql.conf" &&
		PG_DIR=$STANDBY pg_restart || return 1
	# Verdicts and submissions are acknowledged when the stand-by has them.
	pg_sql postgres "alter system set synchronous_standby_names = '*'"
	pg_sql postgres 'select pg_reload_conf()' >/dev/null
	until_is "$PRIMARY" "select string_agg(sync_state, ',') from pg_stat_replication" sync
}

# start NAME
start() {
	PGHOST=$STANDBY,$PRIMARY PGDATABASE=assize PGUSER=$1 PGPASSWORD=$(cat "$PRIMARY/passwords/$1") \
		setsid "$ASSIZE" worker --slots 1 --name "$1" --packages "$PRIMARY/packages" \
		2>>"$PRIMARY/$1.log" &
	workers+=($!)
	until_is "$PRIMARY" "select count(*) from assize.worker where name = '$1' and state = 'active'" 1
}

end_all() {
	[ ${#workers[@]} -eq 0 ] || kill "${workers[@]}" 2>/dev/null
	wait
	if [ -n "$STANDBY" ]; then
		(PG_DIR=$STANDBY pg_stop keep)
	fi
	pg_stop
}

# What a platform has read, and goes on reading from: a line for each result, its place first.
read_on() {
	PG_DIR=$1 pg_sql app "select place, submission_id, verdict
		from assize.results_since('$(tail -1 "$PRIMARY/read" | cut -d'|' -f1)', 100)" >>"$PRIMARY/read"
}

workers=()
queue_start
PRIMARY=$PG_DIR
trap end_all EXIT
mkdir "$PRIMARY/packages"
ln -s "$TOP/problems/hello" "$PRIMARY/packages/hello"
: >"$PRIMARY/read"
ok 'a stand-by follows' standby_start
only_standby=$(pg_conninfo app | sed "s:host=$PRIMARY :host=$STANDBY :")
like 'nobody takes the stand-by for the database' \
	"$("$ASSIZE" submit --database "$only_standby" hello "$TOP/README.md" 2>&1)" 'read-only'
is 'a place that the stand-by has not come to yet is no error there' \
	"$(PG_DIR=$STANDBY pg_sql app "select count(*) from assize.results_since('99999999-1')" 2>&1)" 0
start w1
start w2

source=$(sed 's/\$/\\044/g; s/'"'"'/\\047/g' "$TOP/problems/hello/submissions/accepted/hello.py")
pg_sql app "select count(assize.enqueue('hello', 'python3', array['a.py'],
	array[convert_to(E'$source', 'UTF8')], user_name => 'u' || n)) from generate_series(1, $MANY) n" >/dev/null
until_is "$PRIMARY" "select count(*) >= 4 from assize.judgement where state = 'done'" t
read_on "$PRIMARY"
some=$(wc -l <"$PRIMARY/read")

# The old server stays dead: with two that take writes, no worker could know which one counts.
pg_kill
ok 'the stand-by is promoted' pg_as "$PG_BIN/pg_ctl" -D "$STANDBY/data" -w -s promote
PG_DIR=$STANDBY pg_sql postgres "alter system set synchronous_standby_names = ''"
PG_DIR=$STANDBY pg_sql postgres 'select pg_reload_conf()' >/dev/null
ok 'everything is judged there' until_is "$STANDBY" \
	"select count(*) from assize.judgement where state = 'done' and verdict = 'AC'" $MANY
is 'nothing twice, nothing by a third' "$(PG_DIR=$STANDBY pg_sql postgres "select
	(select count(*) from assize.judgement), (select count(*) from assize.job),
	(select count(distinct worker_id) from assize.judgement)")" "$MANY|0|2"
ok 'the workers are still the same processes' kill -0 "${workers[@]}"
read_on "$STANDBY"
ok 'the platform had read some before' [ "$some" -ge 4 ]
is 'and reads the others on the new server, each once' \
	"$(cut -d'|' -f2,3 "$PRIMARY/read" | sort | uniq -c | awk '{ print $1, $2 }' |
		grep -c '^1 .*|AC$')|$(wc -l <"$PRIMARY/read")" "$MANY|$MANY"
is 'a new submission is judged' "$("$ASSIZE" submit --wait \
	--database "$(pg_conninfo app | sed "s:host=$PRIMARY :host=$PRIMARY,$STANDBY :")" hello \
	"$TOP/problems/hello/submissions/accepted/hello.py" 2>&1 | grep -o 'AC' | head -1)" AC
[ "$TAP_FAILED" -eq 0 ] || sed 's/^/# /' "$PRIMARY"/w?.log
done_testing
