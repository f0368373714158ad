/** A submission of several files; the class with main is not the first by name. */
class Desk {
	private final String welcome;

	Desk(String welcome) {
		this.welcome = welcome;
	}

	String greet(String name) {
		return welcome + ", " + name + "!";
	}
}
