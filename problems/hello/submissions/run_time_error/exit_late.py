# The right output, and an exit code that is not 0.
import sys

print(f"Hello, {input()}!")
sys.exit(42)
