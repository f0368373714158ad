"""Waits for a word before it has said any; so does the other side."""
n = input()
word = input()
