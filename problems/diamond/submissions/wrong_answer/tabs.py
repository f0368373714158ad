# Eight blanks at the start of a row become a tab: seen by the largest diamonds only.
import string

letters = string.ascii_uppercase[: ord(input()) - ord("A") + 1]
for row in list(range(len(letters))) + list(range(len(letters) - 1))[::-1]:
    margin = " " * (len(letters) - 1 - row)
    gap = " " * (2 * row - 1)
    line = margin + (letters[row] + gap + letters[row] if row else letters[row])
    print("\t" + line[8:] if line.startswith(" " * 8) else line)
