# The compiler leaves a file that nobody may read where the program should be.
# @verdict CE
# @language script
# @reason something else than plain files
import os
import sys

with open(sys.argv[1], "w") as program:
    program.write("#!/bin/true\n")
os.chmod(sys.argv[1], 0)
