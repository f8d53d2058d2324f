package dev.semblance.encoders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.semblance.encoders.parity.ParityModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that ends at any moment, however it is told to, ends as it was told and not
 * by a crash of the native library: while sessions are created, while texts are run, and
 * while encoders are closed. Each round is a JVM of its own, as each can only end once.
 */
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signal that asks a process to end")
class LifecycleProofTests {

	private static final int TOLD = 7;

	private static final int ENDED_BY_SIGTERM = 128 + 15;

	/** Of so many rounds, one has a model of common size. */
	private static final int ROUNDS_PER_LARGE_MODEL = 5;

	private static final long SEED = Long.getLong("semblance.proofs.seed", 42);

	@TempDir
	private Path folder;

	@Test
	@Timeout(value = 90, unit = TimeUnit.MINUTES)
	void aProcessEndsAsItWasToldAtAnyMoment() throws Exception {
		int rounds = Proofs.size(40, 300);
		Random random = new Random(SEED);
		List<String> failures = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			Moment moment = Moment.values()[round % Moment.values().length];
			Ending ending = Ending.values()[round / Moment.values().length % Ending.values().length];
			boolean large = round % ROUNDS_PER_LARGE_MODEL == ROUNDS_PER_LARGE_MODEL - 1;
			long start = System.nanoTime();
			String failure = round(moment, ending, large, random);
			Proofs.record("lifecycle: round %d, %s while %s, %s model: %s, %d ms", round, ending, moment,
					large ? "large" : "small", (failure != null) ? failure : "fine",
					(System.nanoTime() - start) / 1_000_000);
			if (failure != null) {
				failures.add("Round %d, %s while %s, %s model: %s".formatted(round, ending, moment,
						large ? "large" : "small", failure));
			}
		}
		Proofs.record("lifecycle: %d of %d rounds failed", failures.size(), rounds);
		assertThat(failures).isEmpty();
	}

	private @Nullable String round(Moment moment, Ending ending, boolean large, Random random) throws Exception {
		Path round = Files.createTempDirectory(this.folder, "round");
		String model = large ? "sentence-transformers/all-MiniLM-L6-v2" : smallModel();
		int delay = random.nextInt((moment == Moment.FIRST_CREATING) ? (large ? 3_000 : 1_200) : (large ? 400 : 60));
		ChildJvm child = ChildJvm.start(round, Child.class, "-Xmx512m", "-Dround.model=" + model,
				"-Dround.moment=" + moment, "-Dround.ending=" + ending, "-Dround.delay=" + delay);
		child.awaitOutput("ready");
		if (ending == Ending.SIGTERM) {
			Thread.sleep(delay);
			child.process().destroy();
		}
		int expected = (ending == Ending.SIGTERM) ? ENDED_BY_SIGTERM : TOLD;
		if (!child.process().waitFor(100, TimeUnit.SECONDS)) {
			child.process().destroyForcibly();
			return "it hangs; it printed " + child.printed();
		}
		int code = child.process().exitValue();
		List<String> crashes = crashes(round);
		if (code == expected && crashes.isEmpty() && !child.printed().contains("wrong")) {
			return null;
		}
		return "exit code %d instead of %d after %d ms, crash files %s, it printed %s".formatted(code, expected, delay,
				crashes, child.printed());
	}

	private static String smallModel() {
		return ParityModel.all("dense")
			.filter((model) -> model.toString().equals("bert-mean"))
			.findFirst()
			.orElseThrow()
			.folder()
			.toString();
	}

	private static List<String> crashes(Path round) throws IOException {
		try (Stream<Path> files = Files.list(round)) {
			List<String> crashes = new ArrayList<>();
			for (Path file : files.filter((path) -> path.getFileName().toString().startsWith("hs_err")).toList()) {
				Files.readAllLines(file).stream().filter(LifecycleProofTests::tells).limit(20).forEach(crashes::add);
			}
			return crashes;
		}
	}

	/** Tells whether a line of a crash file helps to find the cause. */
	private static boolean tells(String line) {
		return line.startsWith("#  SIG") || line.startsWith("Current thread") || line.startsWith("C  ")
				|| line.startsWith("j  ");
	}

	/** What goes on when the process ends. */
	private enum Moment {

		/** From the loading of the native library on. */
		FIRST_CREATING,

		/** Encoders are opened and closed all the time. */
		CREATING,

		/** Several threads encode. */
		RUNNING

	}

	/** How it ends. */
	private enum Ending {

		EXIT, SIGTERM,

		/** Encoders are closed in the middle and the process ends at once. */
		CLOSE

	}

	/** Runs in the child process. */
	static final class Child {

		private static final List<String> TEXTS = Collections.nCopies(40, "a text of some words ".repeat(10));

		private Child() {
		}

		@SuppressWarnings("SystemOut")
		public static void main(String[] args) throws Exception {
			Moment moment = Moment.valueOf(System.getProperty("round.moment"));
			Ending ending = Ending.valueOf(System.getProperty("round.ending"));
			DenseEncoder encoder = null;
			if (moment != Moment.FIRST_CREATING) {
				encoder = open();
				encoder.encodeDocuments(TEXTS);
			}
			for (int i = 0; i < 2; i++) {
				start((moment == Moment.RUNNING && encoder != null) ? endlessly(encoder) : Child::openAndClose);
			}
			System.out.println("ready");
			if (ending == Ending.SIGTERM) {
				Thread.sleep(100_000);
			}
			Thread.sleep(Integer.getInteger("round.delay"));
			if (ending == Ending.CLOSE && encoder != null) {
				start(encoder::close);
				Thread.sleep(Integer.getInteger("round.delay") % 7);
			}
			System.exit(TOLD);
		}

		private static void start(Runnable work) {
			Thread thread = new Thread(() -> {
				try {
					work.run();
				}
				catch (IllegalStateException ex) {
					// Closed, or the process is ending.
				}
				catch (Throwable ex) {
					System.out.println("wrong: " + ex);
				}
			});
			thread.start();
		}

		private static Runnable endlessly(DenseEncoder encoder) {
			return () -> {
				while (encoder.encodeDocuments(TEXTS).size() == TEXTS.size()) {
					Thread.onSpinWait();
				}
			};
		}

		private static void openAndClose() {
			while (true) {
				try (DenseEncoder encoder = open()) {
					encoder.encodeQuery("a query");
				}
			}
		}

		private static DenseEncoder open() {
			return DenseEncoder.builder(System.getProperty("round.model")).device(new Device.Cpu()).build();
		}

	}

}
