# A compiler that writes to its standard output for ever.
# @verdict CE
# @language script
# @reason compil
# @run-time 20000
import os

while True:
    os.write(1, b"error: nothing\n" * 4096)
