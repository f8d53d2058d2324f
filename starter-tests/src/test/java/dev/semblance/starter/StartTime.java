package dev.semblance.starter;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the starter adds to the start of an application, apart from loading and warming up
 * the model: the medians of processes that start with it and without, by turns. It is run
 * by its name, since a busy machine says little.
 */
class StartTime {

	private static final int RUNS = Integer.getInteger("semblance.start.runs", 11);

	private static final long LIMIT = 1500;

	private static final List<String> FRAMEWORKS = List.of("/dev/langchain4j/langchain4j-core/",
			"/dev/langchain4j/langchain4j/", "/org/springframework/ai/", "/spring-jdbc/", "/spring-boot-jdbc/");

	/** What spring-boot-starter brings. */
	private static final List<String> SPRING_BOOT = List.of("/org/springframework/", "/ch/qos/logback/", "/org/slf4j/",
			"/org/apache/logging/", "/commons-logging/", "/io/micrometer/", "/org/yaml/", "/org/jspecify/",
			"/starter-tests/target/test-classes");

	@Test
	void theStarterAddsLittleToTheStart() throws IOException, InterruptedException {
		String with = classPath((entry) -> FRAMEWORKS.stream().noneMatch(entry::contains));
		String without = classPath((entry) -> FRAMEWORKS.stream().noneMatch(entry::contains)
				&& SPRING_BOOT.stream().anyMatch(entry::contains));
		List<Long> plain = new ArrayList<>();
		List<Long> starter = new ArrayList<>();
		List<Long> model = new ArrayList<>();
		for (int run = 0; run < RUNS; run++) {
			plain.add(start(without)[0]);
			long[] times = start(with, "--semblance.dense.model=sentence-transformers/all-MiniLM-L6-v2");
			starter.add(times[0] - times[1]);
			model.add(times[1]);
		}
		long added = median(starter) - median(plain);
		System.out.printf("without the starter %s ms%nwith it %s ms%nmodel %s ms%nadded %d ms%n", spread(plain),
				spread(starter), spread(model), added);
		assertThat(added).isLessThan(LIMIT);
	}

	private static long[] start(String classPath, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath,
						StartedApplication.class.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output.lines()
			.filter((line) -> line.startsWith(StartedApplication.MARK))
			.flatMap((line) -> Stream.of(line.substring(StartedApplication.MARK.length()).split(" ")))
			.mapToLong(Long::parseLong)
			.toArray();
	}

	private static String classPath(Predicate<String> kept) {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.filter((entry) -> kept.test(entry.replace(File.separatorChar, '/')))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static String spread(List<Long> times) {
		List<Long> sorted = times.stream().sorted().toList();
		return "%d (%d to %d)".formatted(median(times), sorted.get(0), sorted.get(sorted.size() - 1));
	}

	private static long median(List<Long> times) {
		return times.stream().sorted().toList().get(times.size() / 2);
	}

}
