word, text = input(), input()
if word == "send":
    print("ab")
else:
    print(int(text))
