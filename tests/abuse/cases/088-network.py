# A compiler looks for the network, the metadata of a cloud, a database and its neighbours.
# @verdict CE
# @language script
# @reason error: held
import socket
import sys

came_through = []
for family, kind, address in ((socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 5432)),
                              (socket.AF_INET, socket.SOCK_STREAM, ("169.254.169.254", 80)),
                              (socket.AF_INET6, socket.SOCK_STREAM, ("::1", 5432)),
                              (socket.AF_INET, socket.SOCK_DGRAM, ("9.9.9.9", 53)),
                              (socket.AF_UNIX, socket.SOCK_STREAM, "/run/postgresql/.s.PGSQL.5432"),
                              (socket.AF_UNIX, socket.SOCK_STREAM, "\0assize"),
                              (socket.AF_NETLINK, socket.SOCK_RAW, (0, 0)),
                              (socket.AF_VSOCK, socket.SOCK_STREAM, (2, 1))):
    try:
        socket.socket(family, kind).connect(address)
    except OSError as error:
        # What would answer from a network, although nobody listens there, is a network as well.
        if error.errno in (111, 110, 2):
            came_through.append(f"{address}: {error}")
        continue
    came_through.append(str(address))
try:
    socket.getaddrinfo("example.org", 80)
    came_through.append("a name was found")
except OSError:
    pass
sys.exit("error: " + ("; ".join(came_through) or "held"))
