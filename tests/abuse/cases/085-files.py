# A compiler of several files removes all that there is.
# @verdict CE
# @language script-files
# @reason compiling left no program
import os

for name in os.listdir("."):
    os.remove(name)
