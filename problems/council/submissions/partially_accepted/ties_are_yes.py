votes = input()
print("yes" if votes.count("+") >= votes.count("-") else "no")
