# The compiler leaves a file of two names where the program should be.
# @verdict CE
# @language script
# @reason something else than plain files
import os
import sys

with open("other", "w") as other:
    other.write("#!/bin/true\n")
os.chmod("other", 0o755)
os.link("other", sys.argv[1])
