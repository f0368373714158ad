# faults.sh: what happens to workers, wires and the server in chaos.t. To be sourced after lib.sh.
#
#	wires_make		namespaces for the server and for w1, w2, and wires between them
#	wires_listen		the server listens there, once it runs
#	faults_plan SEED SECONDS EVERY		prints "SECOND FAULT WORKER NUMBER" a line
#	fault_NAME WORKER NUMBER		happens, and is over when it returns
#	wires_remove
#
# Uses of the caller: ${keeper[LOGIN]}, whose descendants are the worker; run_worker LOGIN.

NET=assize-$$

end_tree() {
	# shellcheck disable=SC2046
	kill -TERM $(descendants "$1") "$1" 2>/dev/null
}

# of_kind LOGIN KIND: process ids of the worker's processes of that name.
of_kind() {
	for pid in $(descendants "${keeper[$1]}"); do
		[ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$2" ] && echo "$pid"
	done
}

kill_kind() {
	for pid in $(of_kind "$1" "$2"); do
		kill -KILL "$pid" 2>/dev/null
	done
}

# ---- Wires -------------------------------------------------------------------------------------

has_wires() { [ -e "/run/netns/$NET-db" ]; }

# address_of LOGIN END: 1 is the server's, 2 the worker's. In namespaces that nobody else is in.
address_of() { echo "10.231.${1#w}.$2"; }

wires_make() {
	ip netns add "$NET-db" 2>/dev/null || return 0
	ip -n "$NET-db" link set lo up
	for login in w1 w2; do
		ip netns add "$NET-$login" &&
			ip -n "$NET-db" link add "$login" type veth peer name db netns "$NET-$login" &&
			ip -n "$NET-db" addr add "$(address_of "$login" 1)/24" dev "$login" &&
			ip -n "$NET-$login" addr add "$(address_of "$login" 2)/24" dev db &&
			ip -n "$NET-db" link set "$login" up && ip -n "$NET-$login" link set db up ||
			{ wires_remove; return 0; }
	done
	PG_WITHIN="nsenter --net=/run/netns/$NET-db"
}

# The namespaces keep the connections of a session that is half open: the server ends before them.
wires_listen() {
	has_wires || return 0
	pg_sql postgres "alter system set listen_addresses = '10.231.1.1, 10.231.2.1'"
	# A server whose client vanished lets go of it, as operators set it.
	pg_sql postgres "alter system set tcp_keepalives_idle = 5"
	pg_sql postgres "alter system set tcp_keepalives_interval = 5"
	pg_sql postgres "alter system set tcp_keepalives_count = 2"
	echo 'host all all 10.231.0.0/16 scram-sha-256' >>"$PG_DIR/data/pg_hba.conf"
	pg_as "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -m fast -w -s stop && pg_restart
}

wires_remove() {
	for name in db w1 w2; do
		ip netns del "$NET-$name" 2>/dev/null
	done
}

# ---- The plan ----------------------------------------------------------------------------------

# Each line of the table is a fault as often as its number says. A freeze is one of 25 at most.
faults_plan() {
	local table=(kill kill kill kill kill kill kill worker worker terminate terminate reset cut cut
		slow slow flap crash restart stop kill_backend twin twin full foreign)
	local when=0 count=0 fault
	RANDOM=$1
	while :; do
		when=$((when + 1 + RANDOM % (2 * $3 - 1)))
		[ "$when" -lt "$2" ] || break
		count=$((count + 1))
		fault=${table[RANDOM % ${#table[@]}]}
		[ $((count % 25)) -eq 8 ] && fault=freeze
		echo "$when $fault w$((1 + RANDOM % 4)) $RANDOM"
	done
}

# ---- Faults of workers -------------------------------------------------------------------------

# One process: the kind is chosen; if there is none of it now, the next one.
fault_kill() {
	local kinds=(assize-judge assize-slot assize-spawner assize-front assize-launcher assize-worker)
	local i pid
	for i in 0 1 2 3 4 5; do
		pid=$(of_kind "$1" "${kinds[($2 + i) % 6]}" | head -n 1)
		[ -n "$pid" ] && kill -KILL "$pid" 2>/dev/null && return
	done
}

# All of it at once, as when a host loses its power.
fault_worker() {
	# shellcheck disable=SC2046
	kill -KILL $(descendants "${keeper[$1]}") 2>/dev/null
}

# Longer than the lease. It thaws, and finds that others have its work.
fault_freeze() {
	local pids
	pids=$(of_kind "$1" assize-front)
	[ -n "$pids" ] || return
	kill -STOP $pids 2>/dev/null
	sleep 35
	kill -CONT $pids 2>/dev/null
}

# Another worker takes its name; its keeper starts it again, and it takes the name back.
fault_twin() {
	(run_worker "$1") &
	local twin=$!
	sleep $((4 + $2 % 4))
	kill -TERM "$twin" 2>/dev/null
	wait "$twin"
}

# w4 writes its log there, and all of them what they unpack.
fault_full() {
	cat /dev/zero >"$PG_DIR/disk/fill" 2>/dev/null
	sleep $((4 + $2 % 5))
	rm -f "$PG_DIR/disk/fill"
}

# ---- Faults of connections ---------------------------------------------------------------------

fault_terminate() {
	pg_sql postgres "select pg_terminate_backend(pid) from pg_stat_activity where usename = '$1'" \
		>/dev/null 2>&1
}

# The wire's faults are for the workers that have one.
wire_of() { [ $((${1#w} % 2)) -eq 1 ] && echo w1 || echo w2; }

fault_reset() {
	has_wires || return
	nsenter --net="/run/netns/$NET-db" ss -K dst "$(address_of "$(wire_of "$1")" 2)" >/dev/null 2>&1
}

# Half open: what is sent vanishes, and nobody is told.
fault_cut() {
	has_wires || return
	ip -n "$NET-db" link set "$(wire_of "$1")" down
	sleep $((4 + $2 % 9))
	ip -n "$NET-db" link set "$(wire_of "$1")" up
}

fault_flap() {
	local i
	has_wires || return
	for ((i = 0; i < 8; i++)); do
		ip -n "$NET-db" link set "$(wire_of "$1")" down
		sleep 0.3
		ip -n "$NET-db" link set "$(wire_of "$1")" up
		sleep 0.3
	done
}

# A wire of 4 kB/s, on which packets wait for up to 2 seconds.
fault_slow() {
	local wire
	has_wires || return
	wire=$(wire_of "$1")
	nsenter --net="/run/netns/$NET-$wire" tc qdisc replace dev db root \
		tbf rate 32kbit burst 2kb latency 2s 2>/dev/null || return
	sleep $((4 + $2 % 6))
	nsenter --net="/run/netns/$NET-$wire" tc qdisc del dev db root 2>/dev/null
}

# ---- Faults of the server ----------------------------------------------------------------------

# One process of its own dies: the server drops all connections and recovers.
fault_kill_backend() {
	local pid
	pid=$(pg_sql postgres "select pid from pg_stat_activity where usename = '$1' limit 1" 2>/dev/null)
	[ -n "$pid" ] && kill -KILL "$pid" 2>/dev/null
	sleep 1
}

start_again() {
	local i
	for i in 1 2 3 4 5; do
		pg_restart 2>/dev/null && return
		sleep 1
	done
}

fault_crash() { pg_kill; sleep $(($2 % 3)); start_again; }

fault_restart() {
	pg_as "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -m fast -w -s stop
	start_again
}

fault_stop() {
	pg_as "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -m fast -w -s stop
	sleep $((2 + $2 % 5))
	start_again
}

# Somebody else's transaction stays open: what is dead in the tables stays there.
fault_foreign() {
	pg_sql postgres "begin isolation level repeatable read; select count(*) from assize.job;
		select pg_sleep(12); commit" >/dev/null 2>&1
}
