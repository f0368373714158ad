# A compiler leaves a daemon that keeps its output open, and a program: the daemon is killed.
# @verdict AC
# @language script-files
# @run-time 4000
import os
import time

if __file__.startswith("/files"):
    print("held")
elif os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            time.sleep(1)
