/*
 * The environment of a Java program: nothing of the worker's.
 *
 * @verdict AC
 * @memory 256MiB
 * @time 2s
 */
import java.util.Set;

class Main {
	static final Set<String> EXPECTED = Set.of("PATH", "LANG", "HOME");

	public static void main(String[] arguments) {
		Set<String> names = System.getenv().keySet();

		System.out.println(names.equals(EXPECTED) && arguments.length == 0 ? "held" : names);
	}
}
