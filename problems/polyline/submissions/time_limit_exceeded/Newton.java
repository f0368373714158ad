/** Iterates until the square is exact, which it need never be. */
import java.util.Locale;
import java.util.Scanner;

public class Newton {
	static double root(double square) {
		double guess = 1;

		while (guess * guess != square)
			guess = (guess + square / guess) / 2;
		return guess;
	}

	public static void main(String[] args) {
		Scanner in = new Scanner(System.in).useLocale(Locale.ROOT);
		int n = in.nextInt();
		double lastX = in.nextDouble(), lastY = in.nextDouble(), length = 0;

		while (--n > 0) {
			double x = in.nextDouble(), y = in.nextDouble();

			length += root((x - lastX) * (x - lastX) + (y - lastY) * (y - lastY));
			lastX = x;
			lastY = y;
		}
		System.out.println(length);
	}
}
