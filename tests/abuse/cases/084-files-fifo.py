# The compiler leaves a named pipe beside its files.
# @verdict CE
# @language script-files
# @reason something else than plain files
import os
import sys

os.mkfifo("other.py")
