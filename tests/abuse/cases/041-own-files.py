"""
Overwrites its own source and its input for the next test.

@verdict AC
@memory 128MiB
@tests leave look leave look
"""
import os

word = input()
held = word in ("leave", "look") and open(__file__).read().count("unchang" "ed") == 1
if not held:
    print("the source or the input is another one")  # unchanged until now
if word == "leave":
    attacks = [
        lambda: open(__file__, "w"),
        lambda: open(__file__, "a"),
        lambda: open("/files/json.py", "w"),
        lambda: open("/dev/stdin", "w"),
        lambda: open("/dev/stdin", "r+"),
        lambda: os.remove(__file__),
        lambda: os.rename(__file__, "/work/main.py"),
        lambda: os.chmod(__file__, 0o777),
        lambda: os.truncate(0, 0),
        lambda: os.utime(__file__),
        lambda: os.mkdir("/files/__pycache__"),
    ]
    for number, attack in enumerate(attacks):
        try:
            attack()
            print("attack", number, "came through")
            held = False
        except OSError:
            pass
if held:
    print("held")
