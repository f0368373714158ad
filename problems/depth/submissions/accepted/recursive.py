import sys

PRIME = 10**9 + 7

sys.setrecursionlimit(10**6)
text = input() + ")"
at = 0


def row():
    global at
    weight = 0
    while text[at] == "(":
        at += 1
        weight += (text[at] == ")") + 2 * row()
        at += 1
    return weight % PRIME


print(row())
