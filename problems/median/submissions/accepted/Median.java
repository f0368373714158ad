/** No terms kept: counts by the upper half of the bits, then by the lower half. */
import java.util.Scanner;

public class Median {
	private final int n, first, a, c;

	Median(Scanner in) {
		n = in.nextInt();
		first = (int) in.nextLong();
		a = (int) in.nextLong();
		c = (int) in.nextLong();
	}

	/** Among the terms whose upper half is given, or all if it is negative. */
	private int[] count(int upper) {
		int[] counts = new int[1 << 16];

		for (int i = 0, x = first; i < n; i++, x = a * x + c)
			if (upper < 0)
				counts[x >>> 16]++;
			else if (x >>> 16 == upper)
				counts[x & 0xffff]++;
		return counts;
	}

	private long find() {
		int rank = (n - 1) / 2, upper = 0, lower = 0;

		for (int[] counts = count(-1); rank >= counts[upper]; upper++)
			rank -= counts[upper];
		for (int[] counts = count(upper); rank >= counts[lower]; lower++)
			rank -= counts[lower];
		return (long) upper << 16 | lower;
	}

	public static void main(String[] args) {
		System.out.println(new Median(new Scanner(System.in)).find());
	}
}
