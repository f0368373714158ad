/*
 * Lambdas in lambdas, of which each is tried for both overloads at each level.
 * @verdict CE
 * @compile-time 4s
 * @run-time 40000
 */
import java.util.concurrent.Callable;
import java.util.function.Supplier;

class Main {
	static <T> T f(Supplier<T> s) { return s.get(); }
	static <T> T f(Callable<T> c) { return null; }

	public static void main(String[] arguments) {
		Object o = f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() ->
			f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() ->
			f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() -> f(() ->
			"held"))))))))))))))))))))))));
		System.out.println(o);
	}
}
