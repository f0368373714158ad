# The compiler leaves directories deeper than any package beside its files.
# @verdict CE
# @language script-files
# @reason something else than plain files
import os
import sys

os.makedirs("d/" * 40)
