# A managed runtime's socket call fails instead of ending the run: OSError, exit code 1.
import socket

socket.create_connection(("127.0.0.1", 80), timeout=0.2)
