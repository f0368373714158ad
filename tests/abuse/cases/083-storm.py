# A compiler leaves daemons that leave daemons, until there is no room for more.
# @verdict AC
# @language script-files
# @run-time 4000
import os
import sys

if __file__.startswith("/files"):
    print("held")
    sys.exit()


def daemon():
    while True:
        try:
            if os.fork() != 0:
                os._exit(0)
            os.setsid()
        except OSError:
            pass


for _ in range(6):
    try:
        if os.fork() == 0:
            daemon()
    except OSError:
        break  # those before it have filled all room
