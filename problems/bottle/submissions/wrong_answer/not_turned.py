"""Reads the message as if the sea had left it as it was."""
word, text = input(), input()
if word == "send":
    print("z" + "".join(chr(ord("a") + int(c)) for c in reversed(text)))
else:
    print("".join(str(ord(c) - ord("a")) for c in text[1:]))
