if input() == "send":
    print("ab")
