# Counts the boxes of a row, not what is in them.
depth = weight = 0
for bracket in input():
    weight += depth == 0
    depth += 1 if bracket == "(" else -1
print(weight)
