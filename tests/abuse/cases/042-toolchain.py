"""
Writes to everything that the box of a language shows: refused, but in the working directory.

@verdict AC
@memory 128MiB
@time 2s
"""
import os

DEVICES = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}
OWN = {"/proc", "/work", "/tmp"}
held = True


def attempt(words, call, *arguments, **options):
    global held
    try:
        call(*arguments, **options)
    except OSError:
        return
    if held:
        print(words, *arguments[:1])
    held = False


def attack_directory(path):
    attempt("made a directory in", os.mkdir, path + "/left")
    attempt("made a link in", os.symlink, "x", path + "/left")
    attempt("changed the mode of", os.chmod, path, 0o777)
    attempt("touched", os.utime, path)


def attack_file(path):
    if path not in DEVICES:
        attempt("opened for writing", os.open, path, os.O_WRONLY)
        attempt("opened for appending", os.open, path, os.O_RDWR | os.O_APPEND)
    attempt("truncated", os.truncate, path, 0) if path not in DEVICES else None
    attempt("changed the mode of", os.chmod, path, 0o4777)
    attempt("touched", os.utime, path)
    attempt("removed", os.unlink, path)
    attempt("labelled", os.setxattr, path, "user.left", b"x")
    attempt("linked", os.link, path, "/work/linked")


seen = 0
for top, directories, files in os.walk("/"):
    # The small ones first: /usr is more than there is time for.
    directories[:] = sorted(d for d in directories if os.path.join(top, d) not in OWN)
    attack_directory(top.rstrip("/"))
    for name in files[:40]:
        path = os.path.join(top, name)
        if not os.path.islink(path):
            attack_file(path)
    seen += 1
    if seen == 300:
        break
if held:
    print("held")
