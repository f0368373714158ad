# pooler.sh: a private cluster behind PgBouncer in transaction mode with one connection per login.
# To be sourced instead of lib.sh.
#
#	pooler_start			queue_start of lib.sh, and the pooler; a trap ends all
#	pooled app			what libpq takes, by way of the pooler
#	assize app show 7		the command with that login; sets $out and $status
#	stop_bouncer; start_bouncer	all connections are lost
#
# $worker, if set, is ended by the trap. Skips the whole test without root.
. "$(dirname "$0")/lib.sh"
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
BOUNCER=/usr/sbin/pgbouncer
[ "$(id -u)" = 0 ] || { echo '1..0 # SKIP needs root'; exit 0; }
bouncer='' worker=''

pooler_end() {
	kill $worker 2>/dev/null
	wait $worker 2>/dev/null
	[ -z "$bouncer" ] || stop_bouncer
	pg_stop
}

start_bouncer() {
	pg_as "$BOUNCER" -q -d "$PG_DIR/pool/pool.ini" >/dev/null 2>&1
	until bouncer=$(cat "$PG_DIR/pool/pid" 2>/dev/null) && [ -S "$PG_DIR/pool/.s.PGSQL.6432" ]; do
		sleep 0.05
	done
}

# It is nobody's child here: its files tell that it has gone.
stop_bouncer() {
	kill "$bouncer"
	while [ -e "$PG_DIR/pool/pid" ] && kill -0 "$bouncer" 2>/dev/null; do sleep 0.05; done
	rm -f "$PG_DIR/pool/.s.PGSQL.6432" "$PG_DIR/pool/pid"
	bouncer=
}

# The same login, by way of the pooler.
pooled() {
	printf 'host=%s port=6432 dbname=assize user=%s password=%s' "$PG_DIR/pool" "$1" \
		"$(cat "$PG_DIR/passwords/$1")"
}

assize() {
	login=$1
	shift
	out=$("$ASSIZE" "$@" --database "$(pooled "$login")" 2>&1)
	status=$?
}

# until_there SQL [SECONDS]: a row.
until_there() {
	end=$((SECONDS + ${2:-60}))
	until [ -n "$(pg_sql postgres "$1")" ] || [ $SECONDS -gt $end ]; do sleep 0.1; done
}

pooler_start() {
	queue_start
	trap pooler_end EXIT
	mkdir "$PG_DIR/pool"
	for login in app w1 w2 postgres; do
		echo "\"$login\" \"$(cat "$PG_DIR/passwords/$login")\""
	done >"$PG_DIR/pool/users"
	cat >"$PG_DIR/pool/pool.ini" <<-END
		[databases]
		assize = host=$PG_DIR dbname=assize
		[pgbouncer]
		pool_mode = transaction
		listen_addr =
		unix_socket_dir = $PG_DIR/pool
		auth_type = scram-sha-256
		auth_file = $PG_DIR/pool/users
		default_pool_size = 1
		logfile = $PG_DIR/pool/log
		pidfile = $PG_DIR/pool/pid
	END
	chmod 700 "$PG_DIR/pool"
	chown -R "$PG_USER" "$PG_DIR/pool"
	chmod 711 "$PG_DIR/pool"
	start_bouncer
}
