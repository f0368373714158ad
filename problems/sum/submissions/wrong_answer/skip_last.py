# Off by one: leaves the last number out if there are many.
import sys

numbers = list(map(int, sys.stdin.read().split()[1:]))
print(sum(numbers[:-1] if len(numbers) > 3 else numbers))
