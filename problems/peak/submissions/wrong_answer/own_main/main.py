# Right by itself, but the package's own main.py takes its place.
input()
height = list(map(int, input().split()))
print(height.index(max(height)))
