from peak import peak

n = int(input())
height = list(map(int, input().split()))
assert len(height) == n <= {{most}}
print(peak(height))
