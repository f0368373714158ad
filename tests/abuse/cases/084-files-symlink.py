# The compiler leaves a symbolic link beside its files.
# @verdict CE
# @language script-files
# @reason something else than plain files
import os
import sys

os.symlink("/etc/passwd", "other.py")
