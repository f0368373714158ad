def peak(height):
    return next(i for i in range(len(height)) if height[i] > height[i + 1])
