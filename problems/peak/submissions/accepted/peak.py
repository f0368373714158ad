def peak(height):
    return height.index(max(height))
