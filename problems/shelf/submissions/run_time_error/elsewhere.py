import sys

with open("/files/books.txt") as books:
    for line in books:
        shelf, title = line.split(" ", 1)
        if shelf == sys.argv[1]:
            print(title, end="")
