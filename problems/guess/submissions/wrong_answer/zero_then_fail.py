print(0, flush=True)
n = int(input())
word = input()
