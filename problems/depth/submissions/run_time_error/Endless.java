/** StackOverflowError on a small stack of its own, handed on to main, and so exit code 1. */
import java.util.concurrent.FutureTask;

public class Endless {
	private static final long STACK = 8 << 20;

	private static int depth(int n) {
		return 1 + depth(n + 1);
	}

	public static void main(String[] args) throws Exception {
		FutureTask<Integer> task = new FutureTask<>(() -> depth(0));

		new Thread(null, task, "deep", STACK).start();
		System.out.println(task.get());
	}
}
