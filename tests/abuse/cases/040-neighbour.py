"""
Two runs at the same time, the one a managed runtime: it looks for every other process.

@verdict AC
@memory 128MiB
@beside 040-neighbour-too.c
"""
import os
import signal

held = True
for name in os.listdir("/proc"):
    if name.isdigit() and int(name) != os.getpid():
        print("process", name, "is seen")
        held = False
for pid in [-1, *range(2, 10000)]:
    if pid == os.getpid():
        continue
    try:
        os.kill(pid, signal.SIGKILL)
        print("signalled", pid)
        held = False
    except ProcessLookupError:
        pass
if held:
    print("held")
