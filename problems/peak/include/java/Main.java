import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int[] height = new int[in.nextInt()];

        for (int i = 0; i < height.length; i++)
            height[i] = in.nextInt();
        System.out.println(Peak.peak(height));
    }
}
