/** NoSuchElementException when no task is free. */
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Scanner;

public class Stuck {
	public static void main(String[] args) {
		Scanner in = new Scanner(System.in);
		int n = in.nextInt(), m = in.nextInt();
		int[] from = new int[m], to = new int[m], waiting = new int[n + 1];
		Deque<Integer> free = new ArrayDeque<>();

		for (int i = 0; i < m; i++) {
			from[i] = in.nextInt();
			to[i] = in.nextInt();
			waiting[to[i]]++;
		}
		for (int task = 1; task <= n; task++)
			if (waiting[task] == 0)
				free.add(task);
		for (int done = 0; done < n; done++) {
			int task = free.remove();

			System.out.println(task);
			for (int i = 0; i < m; i++)
				if (from[i] == task && --waiting[to[i]] == 0)
					free.add(to[i]);
		}
	}
}
