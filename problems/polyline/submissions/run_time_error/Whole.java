/** InputMismatchException at the first coordinate with decimals. */
import java.util.Scanner;

public class Whole {
	public static void main(String[] args) {
		Scanner in = new Scanner(System.in);
		int n = in.nextInt(), lastX = in.nextInt(), lastY = in.nextInt();
		double length = 0;

		while (--n > 0) {
			int x = in.nextInt(), y = in.nextInt();

			length += Math.hypot(x - lastX, y - lastY);
			lastX = x;
			lastY = y;
		}
		System.out.println(length);
	}
}
