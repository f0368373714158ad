"""
Waits for a neighbour on a socket between virtual machines.

@verdict AC
@memory 128MiB
"""
import socket
import time

try:
    with socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM) as s:
        s.bind((socket.VMADDR_CID_ANY, 4153))
        s.listen()
        s.settimeout(0.5)
        s.accept()
        print("a neighbour called")
except OSError:
    time.sleep(1.6)
    print("held")
