# A checker's exit code from an interpreted solution.
# @verdict RTE
# @reason exit code 42
import os

os.write(1, b"held\n")
os._exit(42)
