import sys

strand = sys.stdin.buffer.read().partition(b"\n")[2]
sys.stdout.buffer.write(strand[-2::-1].translate(bytes.maketrans(b"ACGT", b"TGCA")) + b"\n")
