package dev.semblance.encoders.hub;

import java.nio.file.Path;
import java.util.Map;

import dev.semblance.encoders.ChildJvm;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The hub of all encoders that are built without one.
 */
class SharedHubTests {

	@TempDir
	private Path folder;

	@Test
	void thereIsOneOnly() {
		assertThat(ModelHub.shared()).isSameAs(ModelHub.shared());
	}

	@Test
	void aBadVariableIsNamedEveryTime() throws Exception {
		ChildJvm child = ChildJvm.start(this.folder, Map.of("HF_ENDPOINT", "ftp://hub.example"), Twice.class);
		assertThat(child.awaitExit()).as(child.printed()).isZero();
		assertThat(child.printed().lines().filter((line) -> line.contains("ftp://hub.example"))).hasSize(2)
			.allMatch((line) -> line.startsWith("The endpoint of the hub is"))
			.containsOnly(child.printed().lines().findFirst().orElseThrow());
	}

	/** Asks for the shared hub. */
	static final class Twice {

		private Twice() {
		}

		public static void main(String[] arguments) {
			for (int i = 0; i < 2; i++) {
				try {
					System.out.println(ModelHub.shared());
				}
				catch (InvalidInputException ex) {
					System.out.println(ex.getMessage());
				}
			}
		}

	}

}
