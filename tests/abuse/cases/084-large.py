# The compiler leaves a program with a hole that makes it larger than any program.
# @verdict CE
# @language script
# @reason the compiler was killed by SIGXFSZ
import os
import signal
import sys

signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
with open(sys.argv[1], "w") as program:
    os.truncate(program.fileno(), 1 << 30)
