from tri import f;print(f(int(input())))
