# 83: a daemon of a compiler's waits for the moment after the check to replace the program.
# @verdict AC
# @language script-files
# @run-time 4000
import os
import time

if __file__.startswith("/files"):
    print("held")
elif os.fork() == 0:
    os.setsid()
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with open("new", "w") as new:
            new.write("print('came through')\n")
        os.rename("new", __file__)
