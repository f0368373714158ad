import math
import sys

points = [tuple(map(float, line.split())) for line in list(sys.stdin)[1:]]
print(sum(math.dist(a, b) for a, b in zip(points, points[1:])))
