print("Hello, Assize!")
