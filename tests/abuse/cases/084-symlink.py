# The compiler leaves a symbolic link where the program should be.
# @verdict CE
# @language script
# @reason something else than plain files
import os
import sys

os.symlink("/etc/passwd", sys.argv[1])
