print("A " * (int(input()) - 1))
