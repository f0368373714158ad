"""Its guess does not leave the buffer before it waits for the word."""
import sys

n = int(sys.stdin.readline())
print((n + 1) // 2)
word = sys.stdin.readline()
