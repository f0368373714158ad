/** The main thread's stack is what the profile makes it: a thread of its own can ask for more. */
import java.io.IOException;

public class Depth {
	private static final int PRIME = 1_000_000_007;
	private static final long STACK = 192 << 20;
	private static byte[] line;
	private static int at;

	private static int row() {
		int weight = 0;

		while (line[at++] == '(') {
			int empty = line[at] == ')' ? 1 : 0;

			weight = (int) ((weight + empty + 2L * row()) % PRIME);
		}
		return weight;
	}

	public static void main(String[] args) throws IOException {
		line = System.in.readAllBytes();
		new Thread(null, () -> System.out.println(row()), "row", STACK).start();
	}
}
