# One or two percent of a test: exit codes that say something else without their base.
print("A " * int(input()))
