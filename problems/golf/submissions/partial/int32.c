int printf(const char*,...),scanf(const char*,...);int n;int main(){scanf("%d",&n);printf("%d\n",n*(n+1)/2);}
