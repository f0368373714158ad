/** The upper half only. */
import java.util.Scanner;

public class Half {
	public static void main(String[] args) {
		int last = new Scanner(System.in).next().charAt(0) - 'A';

		for (int step = 0; step <= last; step++) {
			String letter = String.valueOf((char) ('A' + step));
			String margin = " ".repeat(last - step);

			if (step == 0)
				System.out.println(margin + letter);
			else
				System.out.println(margin + letter + " ".repeat(2 * step - 1) + letter);
		}
	}
}
