/*
 * Leaves class archives, options and preferences where the next run's machine looks.
 *
 * @verdict AC
 * @memory 256MiB
 * @time 2s
 * @tests leave look
 * @repeat 2
 */
import java.io.IOException;
import java.nio.file.*;

class Main {
	static final String[] PLACES = {
		"/work/.java/left", "/work/.hotspotrc", "/work/.hotspot_compiler", "/work/left.jsa",
		"/tmp/hsperfdata_run/1", "/files/left.class", "/files/META-INF/MANIFEST.MF",
		"/usr/lib/jvm/left", "/etc/java-17-openjdk/left", "/work/JDK_JAVA_OPTIONS",
	};

	static String leave(String place) {
		try {
			Files.createDirectories(Path.of(place).getParent());
			Files.writeString(Path.of(place), "-Xint");
			return place.startsWith("/work") || place.startsWith("/tmp") ? null : place;
		} catch (IOException | SecurityException e) {
			return null;
		}
	}

	public static void main(String[] arguments) throws IOException {
		boolean leave = new java.util.Scanner(System.in).next().equals("leave");
		String found = null;

		for (String place : PLACES) {
			if (Files.exists(Path.of(place)) && !place.contains("MANIFEST"))
				found = place + " was left";
		}
		for (String place : PLACES) {
			if (leave && found == null)
				found = leave(place);
		}
		System.out.println(found == null ? "held" : found);
	}
}
