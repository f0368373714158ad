"""Everybody sits on the bench, once. Where they sit is for the other validator."""
import sys

n = int(open(sys.argv[1]).read())
tokens = sys.stdin.read().split()
if sorted(tokens) == sorted(map(str, range(1, n + 1))):
    sys.exit(42)
print("not everybody, or somebody twice", file=open(sys.argv[3] + "judgemessage.txt", "w"))
sys.exit(43)
