f=lambda n:n*(n+1)//2
