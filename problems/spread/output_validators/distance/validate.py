"""No two beside each other live next door. Who they are is for the other validator."""
import re
import sys

tokens = sys.stdin.read().split()
seats = [int(token) for token in tokens if re.fullmatch(r"[0-9]{1,4}", token)]
if len(seats) == len(tokens):
    for a, b in zip(seats, seats[1:]):
        if abs(a - b) == 1:
            print(f"{a} sits beside {b}", file=open(sys.argv[3] + "judgemessage.txt", "w"))
            sys.exit(43)
sys.exit(42)
