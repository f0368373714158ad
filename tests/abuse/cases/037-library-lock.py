"""
Locks on the libraries and modules that all runs of a language share.

@verdict AC
@memory 128MiB
@tests neighbours
@beside 037-library-lock-holder.py
"""
import errno
import fcntl
import json
import sys
import time

files = [json.__file__, sys.executable, "/usr/lib/x86_64-linux-gnu/libc.so.6"]
held = True
for _ in range(8):
    for name in files:
        with open(name, "rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if held and error.errno == errno.EWOULDBLOCK:
                    print("a neighbour's lock on", name)
                    held = False
    time.sleep(0.02)
if held:
    print("held")
