/** Adds up the wrong distance; right in one dimension. */
import java.util.Locale;
import java.util.Scanner;

public class Manhattan {
	public static void main(String[] args) {
		Scanner in = new Scanner(System.in).useLocale(Locale.ROOT);
		int n = in.nextInt();
		double lastX = in.nextDouble(), lastY = in.nextDouble(), length = 0;

		while (--n > 0) {
			double x = in.nextDouble(), y = in.nextDouble();

			length += Math.abs(x - lastX) + Math.abs(y - lastY);
			lastX = x;
			lastY = y;
		}
		System.out.println(length);
	}
}
