import java.io.IOException;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

@SupportedAnnotationTypes("*")
public class Evil extends AbstractProcessor {
	public static void main(String[] arguments) throws InterruptedException {
		for (;;)
			Thread.sleep(1000);
	}

	@Override
	public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) {
		if (round.processingOver())
			return false;
		try {
			new ProcessBuilder("/usr/bin/java", "-XX:+UseSerialGC", "-Xmx32m", "-cp", "/work",
				"Evil").inheritIO().start();
		} catch (IOException e) {
			processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, e.toString());
		}
		return false;
	}
}
