# The right letters in the wrong case.
import string

letters = string.ascii_lowercase[: ord(input()) - ord("A") + 1]
for row in list(range(len(letters))) + list(range(len(letters) - 1))[::-1]:
    margin = " " * (len(letters) - 1 - row)
    gap = " " * (2 * row - 1)
    print(margin + (letters[row] + gap + letters[row] if row else letters[row]))
