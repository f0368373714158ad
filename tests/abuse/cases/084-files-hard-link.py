# The compiler leaves one file under two names beside its files.
# @verdict CE
# @language script-files
# @reason something else than plain files
import os

open("other.py", "w").close()
os.link("other.py", "another.py")
