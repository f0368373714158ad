import java.util.Arrays;
import java.util.Scanner;

public class Diamond {
	public static void main(String[] args) {
		int last = new Scanner(System.in).next().charAt(0) - 'A';
		StringBuilder text = new StringBuilder();

		for (int row = -last; row <= last; row++) {
			int step = last - Math.abs(row);
			char[] line = new char[last + step + 1];

			Arrays.fill(line, ' ');
			line[last - step] = line[last + step] = (char) ('A' + step);
			text.append(line).append('\n');
		}
		System.out.print(text);
	}
}
