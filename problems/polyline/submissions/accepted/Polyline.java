import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

public class Polyline {
	public static void main(String[] args) throws IOException {
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
		int n = Integer.parseInt(in.readLine());
		double lastX = 0, lastY = 0, length = 0;

		for (int i = 0; i < n; i++) {
			String[] words = in.readLine().split(" ");
			double x = Double.parseDouble(words[0]), y = Double.parseDouble(words[1]);

			if (i > 0)
				length += Math.hypot(x - lastX, y - lastY);
			lastX = x;
			lastY = y;
		}
		System.out.println(length);
	}
}
