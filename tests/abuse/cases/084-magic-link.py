# The compiler leaves a link to one of its descriptors where the program should be.
# @verdict CE
# @language script
# @reason something else than plain files
import os
import sys

os.symlink("/proc/self/fd/0", sys.argv[1])
