# A daemon of a compiler's waits until that has ended, to replace the program at the moment after
# the check.
# @verdict AC
# @language script-files
# @run-time 4000
import os
import time

if __file__.startswith("/files"):
    print("held")
elif os.fork() == 0:
    compiler = os.getppid()
    os.setsid()
    while os.getppid() == compiler:
        time.sleep(0.001)
    # What is done while the compiler is only just dead is still its own doing.
    time.sleep(0.02)
    while True:
        with open("new", "w") as new:
            new.write("print('came through')\n")
        os.rename("new", __file__)
