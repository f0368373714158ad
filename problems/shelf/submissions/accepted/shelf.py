import sys

with open("books.txt") as books:
    titles = [line.split(" ", 1)[1] for line in books if line.split(" ", 1)[0] == sys.argv[1]]
if sys.argv[2:] == ["reverse"]:
    titles.reverse()
sys.stdout.writelines(titles)
