import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

@SupportedAnnotationTypes("*")
public class Evil extends AbstractProcessor {
	private final List<String> cameThrough = new ArrayList<>();

	private void refused(String what, Callable<Object> attempt) {
		try {
			attempt.call();
			cameThrough.add(what);
		} catch (IOException e) {
			return;		/* as it must be */
		} catch (Exception e) {
			cameThrough.add(what + ": " + e);
		}
	}

	@Override
	public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) {
		if (round.processingOver())
			return false;
		for (String path : new String[] { "/etc/shadow", "/proc/1/environ", "/proc/version" })
			refused("read " + path, () -> Files.readAllBytes(Path.of(path)));
		for (String path : new String[] { "/etc/x", "/usr/lib/jvm/x", "/x", "/files/x" })
			refused("write " + path, () -> Files.write(Path.of(path), new byte[1]));
		for (String program : new String[] { "/bin/sh", "/usr/bin/python3", "/usr/bin/gcc" })
			refused("run " + program, () -> new ProcessBuilder(program).start());
		for (String host : new String[] { "127.0.0.1", "169.254.169.254", "::1" })
			refused("reach " + host, () -> {
				try (Socket socket = new Socket()) {
					socket.connect(new InetSocketAddress(host, 5432), 1000);
					return null;
				}
			});
		String found = String.join(", ", cameThrough);
		processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR,
			found.isEmpty() ? "held" : found);
		return false;
	}
}
