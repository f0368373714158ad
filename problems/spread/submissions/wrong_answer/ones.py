"""All distances are fine: only the validator of permutations says no."""
print(*[1] * int(input()))
