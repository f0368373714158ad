"""
The older way to be told what others do: a signal for each file read in a shared directory.

@verdict AC
@memory 128MiB
@beside 038-reader.py
"""
import fcntl
import json
import os
import signal
import sys
import time

seen = []
signal.signal(signal.SIGIO, lambda *_: seen.append(1))
os.stat(json.__file__)
directory = os.open(os.path.dirname(json.__file__), os.O_RDONLY)
try:
    fcntl.fcntl(directory, fcntl.F_NOTIFY, fcntl.DN_ACCESS | fcntl.DN_MULTISHOT)
except OSError:
    print("held")
    sys.exit()
time.sleep(0.3)
print(f"a neighbour was seen reading {len(seen)} times" if seen else "watches without seeing")
