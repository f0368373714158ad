# The compiler leaves a directory where the program should be.
# @verdict CE
# @language script
# @reason something else than plain files
import os
import sys

os.mkdir(sys.argv[1])
