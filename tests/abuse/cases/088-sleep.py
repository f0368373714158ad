# A compiler that waits for ever.
# @verdict CE
# @language script
# @reason compiling took more than 3.000 s
# @run-time 8000
import signal

while True:
    signal.pause()
