"""
The network from a managed runtime: no family of sockets is there, so no address is reached.

@verdict AC
@memory 128MiB
"""
import errno
import os
import socket

held = True


def report(*words):
    global held
    print(*words)
    held = False


for family in range(0, 64):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try:
            socket.socket(family, kind)
            report("a socket of family", family)
        except OSError as error:
            if error.errno != errno.EAFNOSUPPORT:
                report("family", family, error)

for address in (("169.254.169.254", 80), ("127.0.0.1", 5432), ("::1", 5432), ("10.0.2.2", 22),
                ("192.0.2.1", 53), ("localhost", 80)):
    try:
        socket.create_connection(address, timeout=0.2)
        report("connected to", address)
    except OSError:
        pass

for path in ("/var/run/postgresql/.s.PGSQL.5432", "/run/postgresql/.s.PGSQL.5432",
             "/tmp/.s.PGSQL.5432", "/run/docker.sock", "/dev/log", "/run/systemd/notify"):
    if os.path.exists(path):
        report(path, "is there")

# A descriptor that is no socket must not become one either.
for call in (lambda s: s.connect("/dev/log"), lambda s: s.bind("\0left"), lambda s: s.listen()):
    pair = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        call(pair[0])
        report("a socket of a pair was connected or bound")
    except OSError:
        pass
if held:
    print("held")
