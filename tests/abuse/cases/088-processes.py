# A compiler that starts as many processes as it can.
# @verdict CE
# @language script
# @reason compiling took more than
# @run-time 20000
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
