/*
 * A submission in Java that runs other programs: only its machine is there.
 *
 * @verdict AC
 * @memory 256MiB
 * @time 2s
 */
import java.io.IOException;

class Main {
	static final String[] PROGRAMS = {
		"/bin/sh", "/bin/bash", "/usr/bin/python3", "/usr/bin/perl", "/usr/bin/gcc", "/bin/cat",
	};

	public static void main(String[] arguments) {
		boolean held = true;

		for (String program : PROGRAMS) {
			try {
				Process process = new ProcessBuilder(program).start();

				System.out.println(program + " ran: " + process.pid());
				held = false;
			} catch (IOException e) {
				/* as it must be */
			}
		}
		if (held)
			System.out.println("held");
	}
}
