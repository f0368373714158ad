/** Takes all free tasks at a time, in rounds. */
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

public class Layers {
	public static void main(String[] args) {
		Scanner in = new Scanner(System.in);
		int n = in.nextInt(), m = in.nextInt();
		int[] from = new int[m], to = new int[m], round = new int[n + 1];
		List<String> order = new ArrayList<>();

		for (int i = 0; i < m; i++) {
			from[i] = in.nextInt();
			to[i] = in.nextInt();
		}
		/* The longest way to a task has at most n - 1 steps, unless there is a cycle. */
		boolean changed = true;
		for (int pass = 0; changed && pass <= n; pass++) {
			changed = false;
			for (int i = 0; i < m; i++)
				if (round[to[i]] <= round[from[i]]) {
					round[to[i]] = round[from[i]] + 1;
					changed = true;
				}
		}
		for (int r = 0; r < n; r++)
			for (int task = 1; task <= n; task++)
				if (round[task] == r)
					order.add(Integer.toString(task));
		System.out.println(changed ? "CYCLE" : String.join(" ", order));
	}
}
