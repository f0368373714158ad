# Equal in value but not as text: without a tolerance tokens are compared as they stand.
import sys

print(f"{sum(map(int, sys.stdin.read().split()[1:]))}.0")
