# The compiler leaves a link to a directory beside its files.
# @verdict CE
# @language script-files
# @reason something else than plain files
import os
import sys

os.symlink("/usr", "package")
