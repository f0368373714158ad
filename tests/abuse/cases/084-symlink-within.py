# The compiler leaves a symbolic link to a good program where the program should be.
# @verdict CE
# @language script
# @reason something else than plain files
import os
import sys

with open("real", "w") as real:
    real.write("#!/bin/true\n")
os.chmod("real", 0o755)
os.symlink("real", sys.argv[1])
