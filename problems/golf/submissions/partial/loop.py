print(sum(i+1 for i in range(int(input()))))
