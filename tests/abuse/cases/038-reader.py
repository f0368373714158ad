"""
Reads a module that its neighbours have, too, again and again.

@verdict AC
@memory 128MiB
"""
import json
import time

for _ in range(300):
    with open(json.__file__, "rb") as file:
        file.read()
    time.sleep(0.005)
print("held")
