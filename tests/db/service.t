#!/bin/sh
# A worker under a service manager: ready once it can claim, alive while it waits, stopping.
. "$(dirname "$0")/lib.sh"
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
[ "$(id -u)" = 0 ] || { echo '1..0 # SKIP needs root'; exit 0; }
worker='' manager=''
trap 'kill $worker $manager 2>/dev/null; pg_stop' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
pg_start || { echo 'Bail out! no private PostgreSQL'; exit 1; }
"$ASSIZE" db init --database "$(pg_conninfo postgres)" >/dev/null || exit 1
pg_login judge assize_worker

# Prints each datagram as a line.
socket=$PG_DIR/notify
python3 -c '
import os, socket, sys
manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
manager.bind(sys.argv[1])
os.chmod(sys.argv[1], 0o777)
while True:
    print(manager.recv(4096).decode(), flush=True)
' "$socket" >"$PG_DIR/told" &
manager=$!
waits_for() {
	for _ in $(seq 200); do
		if grep -qx "$1" "$PG_DIR/told"; then return 0; fi
		sleep 0.05
	done
	return 1
}
while [ ! -S "$socket" ]; do sleep 0.05; done

NOTIFY_SOCKET=$socket WATCHDOG_USEC=400000 \
	"$ASSIZE" worker --slots 1 --packages "$TOP/problems" --database "$(pg_conninfo judge)" \
	2>"$PG_DIR/log" &
worker=$!
waits_for READY=1
is 'a worker says when it is ready' $? 0
is 'which is before anything else' "$(head -n 1 "$PG_DIR/told")" READY=1
is 'its row has its version' "$(pg_sql postgres 'select program from assize.worker')" \
	"$("$ASSIZE" --version)"
sleep 1
like 'it says how it does' "$(cat "$PG_DIR/told")" \
	'^STATUS=connected, judging 0 of 1, 0 verdicts, 0 judge errors$'
is 'it feeds the watchdog at half its time' "$([ "$(grep -c WATCHDOG=1 "$PG_DIR/told")" -ge 3 ]; echo $?)" 0
# The supervisor, which can start another launcher, included; of those in other user namespaces the
# kernel counts only what they may do there.
holders=''
for pid in $(descendants "$worker") $worker; do
	if [ "$(readlink "/proc/$pid/ns/user")" = "$(readlink /proc/self/ns/user)" ] &&
		grep -q '^Cap\(Inh\|Prm\|Eff\|Amb\):.*[1-9a-f]' "/proc/$pid/status"; then
		holders="$holders $(cat "/proc/$pid/comm")"
	fi
done
is 'none but the launcher has any capability' "$holders" ' assize-launcher'
kill "$worker"
wait "$worker"
is 'it stops' $? 0
worker=
waits_for STOPPING=1
is 'and says so' $? 0
done_testing
