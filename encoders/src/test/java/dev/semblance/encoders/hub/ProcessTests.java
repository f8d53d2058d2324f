package dev.semblance.encoders.hub;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.semblance.encoders.ChildJvm;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.PulledModel;
import dev.semblance.encoders.hub.server.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that want the same model do not disturb each other, and one that dies leaves
 * nothing behind but what it fetched.
 */
class ProcessTests extends AbstractHubTests {

	@BeforeEach
	void fill() {
		serve();
	}

	@Test
	void twoProcessesFetchEveryFileOnce() throws Exception {
		this.server.on(this::isBig).answer(new Fault.Trickle(200_000));
		ChildJvm first = start();
		ChildJvm second = start();
		assertThat(first.awaitExit()).as(first.printed()).isZero();
		assertThat(second.awaitExit()).as(second.printed()).isZero();
		int before = this.server.requests().size();
		assertComplete(pull());
		assertThat(this.server.requests()).hasSize(before + 1);
		CachedModelTests.assertEveryFileOnce(this.server.requests());
	}

	@Test
	void whatAKilledProcessFetchedIsGoneOnWith() throws Exception {
		this.server.on(this::isBig).answer(1, new Fault.Trickle(100_000));
		ChildJvm child = start();
		Path partial = partials().resolve(sha256(source().resolve(BIG)));
		while (!Files.exists(partial) || Files.size(partial) < BIG_SIZE / 4) {
			assertThat(child.process().isAlive()).as(child.printed()).isTrue();
			Thread.sleep(10);
		}
		child.process().destroyForcibly();
		assertThat(child.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(snapshot().resolve(BIG)).doesNotExist();
		assertOnlyRightFiles();
		long there = Files.size(partial);
		assertThat(partials().resolveSibling("lock")).exists();
		assertComplete(pull());
		assertThat(ranges()).containsExactly("", "bytes=%d-".formatted(there));
	}

	private ChildJvm start() throws Exception {
		return ChildJvm.start(this.folder, Pull.class, "-XX:TieredStopAtLevel=1",
				"-Dpull.endpoint=" + this.server.endpoint(), "-Dpull.home=" + home());
	}

	/** Pulls the model. */
	static final class Pull {

		private Pull() {
		}

		public static void main(String[] arguments) {
			Map<String, String> environment = Map.of("HF_ENDPOINT", System.getProperty("pull.endpoint"),
					"SEMBLANCE_HOME", System.getProperty("pull.home"), "HF_HOME",
					System.getProperty("pull.home") + "-hf");
			PulledModel pulled = ModelHub.builder(environment).build().pull(NAME);
			System.out.println(pulled);
		}

	}

}
