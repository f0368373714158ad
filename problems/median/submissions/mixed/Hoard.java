/*
 * @EXPECTED_RESULTS@: MEMORY-LIMIT, RUN-ERROR
 *
 * OutOfMemoryError: the virtual machine ends itself before the kernel has to.
 */
import java.util.Arrays;
import java.util.Scanner;

public class Hoard {
	public static void main(String[] args) {
		Scanner in = new Scanner(System.in);
		int n = in.nextInt();
		long[] terms = new long[n];
		long x = in.nextLong(), a = in.nextLong(), c = in.nextLong();

		for (int i = 0; i < n; i++, x = a * x + c & 0xffffffffL)
			terms[i] = x;
		Arrays.sort(terms);
		System.out.println(terms[(n - 1) / 2]);
	}
}
