class Main{public static void main(String[]a){long n=new java.util.Scanner(System.in).nextInt();System.out.print(n*(n+1)/2);}}
