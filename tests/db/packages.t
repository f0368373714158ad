#!/bin/sh
# A worker judges packages in archives: those that are there when it starts, and later ones, which
# it opens after it has given up its privileges. Their directories may be several.
. "$(dirname "$0")/lib.sh"
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
[ "$(id -u)" = 0 ] || { echo '1..0 # SKIP needs root'; exit 0; }
worker=''
trap '[ -z "$worker" ] || kill $worker 2>/dev/null; pg_stop' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
pg_start || { echo 'Bail out! no private PostgreSQL'; exit 1; }
"$ASSIZE" db init --database "$(pg_conninfo postgres)" >/dev/null || exit 1
pg_login judge assize_worker
pg_login app assize_app

packages=$PG_DIR/packages
mkdir "$packages" "$PG_DIR/more"
chmod 755 "$PG_DIR" "$packages" "$PG_DIR/more"
tar -czf "$packages/early.tar.gz" -C "$TOP/problems" hello
echo 'no package' >"$packages/README"
"$ASSIZE" worker --slots 1 --packages "$packages" --packages "$PG_DIR/more" --database "$(pg_conninfo judge)" \
	2>"$PG_DIR/log" &
worker=$!

# judged PACKAGE: what comes of hello.c in it.
judged() {
	timeout 60 "$ASSIZE" submit "$1" "$TOP/problems/hello/submissions/accepted/hello.c" --wait \
		--user alice --database "$(pg_conninfo app)" 2>&1
	echo "exit status $?"
}

like 'an archive that is there at the start' "$(judged early)" 'exit status 0'
# Small files stay in memory; the large one needs a temporary file.
mkdir -p "$PG_DIR/late/data/secret"
cp "$TOP/problems/hello/problem.yaml" "$PG_DIR/late"
head -c 3000000 /dev/zero | tr '\0' '\n' >"$PG_DIR/late/data/secret/1.in"
cat "$TOP/problems/hello/data/secret/1.in" >"$PG_DIR/late/data/secret/2.in"
cp "$TOP/problems/hello/data/secret/1.ans" "$PG_DIR/late/data/secret/2.ans"
cp "$TOP/problems/hello/data/secret/1.ans" "$PG_DIR/late/data/secret/1.ans"
(cd "$PG_DIR" && python3 -c 'import shutil; shutil.make_archive("packages/late", "zip", ".", "late")')
like 'one that comes later is opened by the confined worker' "$(judged late)" 'exit status [01]'
is 'and by no means the worker is gone' "$(kill -0 $worker && echo there)" there
is 'what is no package is not tried' "$(grep -c README "$PG_DIR/log")" 0
kill "$worker"
wait "$worker"
is 'it stops' $? 0
worker=
done_testing
