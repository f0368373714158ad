import java.io.IOException;

public class Strand {
	public static void main(String[] args) throws IOException {
		byte[] in = System.in.readAllBytes(), partner = new byte[128];
		int start = 0, end = in.length - 2;

		for (byte base : "ACGT\n".getBytes())
			partner[base] = (byte) "TGCA\n".charAt("ACGT\n".indexOf(base));
		while (in[start++] != '\n')
			continue;
		for (int i = start, j = end; i <= j; i++, j--) {
			byte last = partner[in[j]];

			in[j] = partner[in[i]];
			in[i] = last;
		}
		System.out.write(in, start, in.length - start);
		System.out.flush();
	}
}
