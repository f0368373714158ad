"""
Holds locks on the libraries and modules that all runs of a language share.

@verdict AC
@memory 128MiB
@tests neighbours
"""
import fcntl
import json
import sys
import time

files = [open(name, "rb") for name in
         (json.__file__, sys.executable, "/usr/lib/x86_64-linux-gnu/libc.so.6")]
for file in files:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        pass
time.sleep(1.6)
print("held")
