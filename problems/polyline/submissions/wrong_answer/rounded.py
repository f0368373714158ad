# Precision: two decimals.
import math
import sys

points = [tuple(map(float, line.split())) for line in list(sys.stdin)[1:]]
print(f"{sum(math.dist(a, b) for a, b in zip(points, points[1:])):.2f}")
