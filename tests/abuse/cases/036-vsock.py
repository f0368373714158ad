"""
Sockets between virtual machines from a managed runtime, with a neighbour who would answer.

@verdict AC
@memory 128MiB
@beside 036-vsock-server.py
"""
import errno
import os
import socket
import time

end = time.monotonic() + 0.2
held = not os.path.exists("/dev/vsock")
while time.monotonic() < end:
    for cid in (socket.VMADDR_CID_ANY, 0, 1, 2, 3):
        try:
            with socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM) as s:
                s.connect((cid, 4153))
                print("a neighbour answered on", cid)
        except OSError as error:
            held = held and error.errno == errno.EAFNOSUPPORT
    time.sleep(0.02)
print("held" if held else "AF_VSOCK was not refused")
