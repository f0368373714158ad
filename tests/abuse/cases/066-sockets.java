/*
 * The network from Java: connections, datagrams, servers, interfaces.
 *
 * @verdict AC
 * @memory 256MiB
 * @time 2s
 */
import java.io.IOException;
import java.net.*;
import java.nio.channels.*;
import java.nio.file.Path;

class Main {
	interface Attack {
		void run() throws Exception;
	}

	static boolean held = true;

	static void refuse(String name, Attack attack) {
		try {
			attack.run();
			System.out.println(name + " came through");
			held = false;
		} catch (Exception | UnsatisfiedLinkError e) {
			/* as it must be */
		}
	}

	public static void main(String[] arguments) {
		refuse("metadata", () -> new Socket("169.254.169.254", 80));
		refuse("database", () -> new Socket("127.0.0.1", 5432));
		refuse("server", () -> new ServerSocket(0));
		refuse("datagram", () -> new DatagramSocket().send(
			new DatagramPacket(new byte[1], 1, InetAddress.getByName("127.0.0.1"), 53)));
		refuse("unix socket", () -> SocketChannel.open(
			UnixDomainSocketAddress.of(Path.of("/var/run/postgresql/.s.PGSQL.5432"))));
		refuse("own unix socket", () -> ServerSocketChannel.open(StandardProtocolFamily.UNIX)
			.bind(UnixDomainSocketAddress.of(Path.of("/work/s"))));
		refuse("name", () -> InetAddress.getByName("example.org"));
		if (held)
			System.out.println("held");
	}
}
