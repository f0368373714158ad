import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;

public class Pairs {
	public static void main(String[] args) {
		Scanner in = new Scanner(System.in);
		int n = in.nextInt();
		long total = in.nextLong();
		Map<Long, Integer> position = new HashMap<>();

		for (int i = 1; i <= n; i++) {
			long a = in.nextLong();

			if (position.containsKey(total - a)) {
				System.out.println(i + " " + position.get(total - a));
				return;
			}
			position.put(a, i);
		}
		System.out.println("none");
	}
}
