"""CHECKER in ans out: the part of the four lines that are right, to standard output."""
import sys

with open(sys.argv[2]) as answer, open(sys.argv[3], errors="replace") as output:
    expected = [line.strip() for line in answer]
    got = [line.strip() for line in output.read(1000).split("\n")]

if not all(line.isdigit() for line in expected[:4]) or len(expected) != 4:
    sys.exit("the answer is not four sums")
right = sum(a == b for a, b in zip(expected, got))
print(right / 4)
if right == 0:
    print("translate:wrong", file=sys.stderr)
elif right == 4:
    print("translate:success", file=sys.stderr)
else:
    print(f"{right} of 4 quarters", file=sys.stderr)
