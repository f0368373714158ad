import java.util.Scanner;

public class Halves {
	public static void main(String[] args) {
		Scanner in = new Scanner(System.in);
		long low = 1, high = in.nextLong();

		for (;;) {
			long guess = (low + high) / 2;
			System.out.println(guess);
			System.out.flush();
			String word = in.next();
			if (word.equals("correct"))
				return;
			if (word.equals("lower"))
				high = guess - 1;
			else
				low = guess + 1;
		}
	}
}
