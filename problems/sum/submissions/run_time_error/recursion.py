# RecursionError in the fourth group.
import sys


def total(numbers, i=0):
    return numbers[i] + total(numbers, i + 1) if i < len(numbers) else 0


print(total(list(map(int, sys.stdin.read().split()[1:]))))
