# The second line of the loop is indented by too little.
total = 0
for word in input().split():
        total += int(word)
    print(word)
print(total)
