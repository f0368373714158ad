int printf(const char*,...),scanf(const char*,...);long n;int main(){scanf("%ld",&n);printf("%ld\n",n*(n+1)/2);}
