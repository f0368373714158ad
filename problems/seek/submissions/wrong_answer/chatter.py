print("Is it", input())
