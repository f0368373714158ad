# The compiler leaves a socket, if it can make one, where the program should be.
# @verdict CE
# @language script
# @reason no socket
import os
import sys

import socket

try:
    socket.socket(socket.AF_UNIX).bind(sys.argv[1])
except OSError:
    sys.exit("error: no socket")
