# Larger than any number.
print(float("inf"))
