# RecursionError: Python's own limit is 1000 unless it is raised.
text = input() + ")"
at = 0


def row():
    global at
    weight = 0
    while text[at] == "(":
        at += 1
        weight += (text[at] == ")") + 2 * row()
        at += 1
    return weight


print(row() % (10**9 + 7))
