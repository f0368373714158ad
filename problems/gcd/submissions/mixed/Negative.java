/*
 * @EXPECTED_RESULTS@: WRONG-ANSWER
 *
 * The sign is wrong.
 */
import java.util.Scanner;

public class Negative {
	public static void main(String[] args) {
		Scanner in = new Scanner(System.in);

		System.out.println(in.nextBigInteger().gcd(in.nextBigInteger()).negate());
	}
}
