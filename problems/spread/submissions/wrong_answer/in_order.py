"""Everybody is there: only the validator of distances says no."""
print(*range(1, int(input()) + 1))
