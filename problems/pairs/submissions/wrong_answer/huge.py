# Positions that fit in no machine word.
print(10**40, -(10**40))
