# The wrong case in the one test where white space does not matter: case still does.
import string

last = input()
letters = string.ascii_lowercase if last == "E" else string.ascii_uppercase
letters = letters[: ord(last) - ord("A") + 1]
for row in list(range(len(letters))) + list(range(len(letters) - 1))[::-1]:
    margin = " " * (len(letters) - 1 - row)
    gap = " " * (2 * row - 1)
    print(margin + (letters[row] + gap + letters[row] if row else letters[row]))
