"""A colouring of the map; the answer holds the number of colours that are enough."""
import sys

lines = open(sys.argv[1]).read().splitlines()
enough = int(open(sys.argv[2]).read())
n, m = map(int, lines[0].split())
borders = [tuple(map(int, line.split())) for line in lines[1:]]


def reject(why):
    print(why, file=open(sys.argv[3] + "judgemessage.txt", "w"))
    sys.exit(43)


try:
    colours = [int(token) for token in sys.stdin.read().split()]
except ValueError:
    reject("a colour is not a number")
if len(colours) != n:
    reject(f"{len(colours)} colours for {n} countries")
if min(colours) < 1:
    reject("a colour below 1")
for a, b in borders:
    if colours[a - 1] == colours[b - 1]:
        reject(f"countries {a} and {b} have one colour")
print(enough / len(set(colours)), file=open(sys.argv[3] + "score_multiplier.txt", "w"))
sys.exit(42)
