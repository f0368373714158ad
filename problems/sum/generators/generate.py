"""Writes data/secret: four groups of 25 tests. Run in the package's directory."""
import pathlib
import random

GROUPS = {
    "1-tiny": (lambda i: i % 6, 0, 9),
    "2-negative": (lambda i: 1 + i % 20, -1000, 1000),
    "3-wide": (lambda i: 40 + i, -(10**15), 10**15),
    "4-long": (lambda i: 5000 if i == 25 else 50 * i, -99, 9999),
}


def main():
    dice = random.Random(20250901)
    for name, (length, low, high) in GROUPS.items():
        folder = pathlib.Path("data/secret", name)
        folder.mkdir(parents=True, exist_ok=True)
        for i in range(1, 26):
            numbers = [dice.randint(low, high) for _ in range(length(i))]
            text = f"{len(numbers)}\n{' '.join(map(str, numbers))}\n"
            (folder / f"{i:02}.in").write_text(text)
            (folder / f"{i:02}.ans").write_text(f"{sum(numbers)}\n")


main()
