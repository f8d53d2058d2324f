package dev.semblance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.retrieval.Candidate;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.LegEncoders;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.pipeline.RetrieverSettings;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.PrivateServer;
import dev.semblance.store.pgvector.server.RepositoryFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs every command of docs/pgvector.md, in their order, as an operator would.
 */
@Tag("slow")
class PgVectorGuideTests {

	private static final String PAGE = "docs/pgvector.md";

	private static final int DOCUMENTS = 60;

	private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

	private static final List<String> PROGRAMS = List.of("psql", "pg_dump", "pg_restore", "createdb", "reindexdb",
			"vacuumdb");

	private static final int LONGEST_MINUTES = 10;

	@TempDir
	Path folder;

	@Test
	@Timeout(value = 15, unit = TimeUnit.MINUTES)
	void everyCommandRunsAndTheRestoredCollectionAnswersAsTheOneThatIsServed() throws Exception {
		try (PrivateServer server = new PrivateServer();
				DenseEncoder encoder = DenseEncoder.builder(CommandRun.MINILM).build()) {
			try (HikariDataSource pool = server.pool(2); PgVectorStore store = open(pool, encoder)) {
				new Ingestor(LegEncoders.of(encoder), store).ingest(documents().iterator(), (progress) -> {
				});
			}
			prepare(server);
			work(operator(server));
			requireSameAnswers(server, encoder);
		}
	}

	@Test
	void thePageHasNoCommandsElsewhere() throws IOException {
		assertThat(BLOCK.matcher(page()).results().map((block) -> block.group(1)).distinct()).containsOnly("java",
				"sh");
	}

	private static void requireSameAnswers(PrivateServer server, DenseEncoder encoder) {
		try (HikariDataSource pool = server.pool(2);
				HikariDataSource restoredPool = PgVectorServer.pool(database(server, "restored"), 2);
				PgVectorStore store = open(pool, encoder);
				PgVectorStore restored = open(restoredPool, encoder)) {
			assertThat(store.count()).isEqualTo(DOCUMENTS);
			assertThat(answers(restored, encoder)).isEqualTo(answers(store, encoder)).isNotEmpty();
		}
	}

	private static List<Candidate> answers(PgVectorStore store, DenseEncoder encoder) {
		return new Retriever(store, LegEncoders.of(encoder), RetrieverSettings.of(Set.of(Leg.DENSE, Leg.LEXICAL)))
			.retrieve("Which animal is number 7?", 20);
	}

	/** Puts everything in place that the page takes for granted. */
	private void prepare(PrivateServer server) throws IOException {
		Path programs = Files.createDirectory(this.folder.resolve("programs"));
		String run = server.program("").command().stream().limit(2).collect(Collectors.joining(" "));
		for (String program : PROGRAMS) {
			script(programs.resolve(program), "exec %s %s \"$@\"".formatted(run, program));
		}
		script(programs.resolve("semblance"),
				"exec '%s' -cp '%s' %s \"$@\"".formatted(Path.of(System.getProperty("java.home"), "bin", "java"),
						System.getProperty("java.class.path"), Main.class.getName()));
		Path docs = Files.createDirectory(this.folder.resolve("docs"));
		String security = "pgvector-row-level-security.sql";
		Files.copy(RepositoryFile.named("docs/" + security), docs.resolve(security));
	}

	private static void script(Path file, String line) throws IOException {
		Files.writeString(file, "#!/bin/sh\n%s\n".formatted(line));
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
	}

	/** Runs all commands; whatever runs too long is ended, with all that it started. */
	private void work(ProcessBuilder commands) throws IOException, InterruptedException {
		Path messages = this.folder.resolve("messages");
		Process operator = commands.redirectErrorStream(true).redirectOutput(messages.toFile()).start();
		try {
			boolean ended = operator.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
			String said = Files.readString(messages);
			assertThat(ended).as("an end within %d minutes of: %s", LONGEST_MINUTES, said).isTrue();
			assertThat(operator.exitValue()).as(said).isZero();
		}
		finally {
			operator.descendants().forEach(ProcessHandle::destroyForcibly);
			operator.destroyForcibly();
		}
	}

	private ProcessBuilder operator(PrivateServer server) throws IOException {
		Matcher blocks = BLOCK.matcher(page());
		String commands = blocks.results()
			.filter((block) -> block.group(1).equals("sh"))
			.map((block) -> block.group(2))
			.collect(Collectors.joining("\n"));
		assertThat(commands).contains("psql", "semblance store", "pg_restore");
		ProcessBuilder shell = new ProcessBuilder("bash", "-euxo", "pipefail", "-c", commands)
			.directory(this.folder.toFile());
		Map<String, String> environment = shell.environment();
		environment.putAll(server.program("").environment());
		environment.put("PATH", this.folder.resolve("programs") + ":" + environment.get("PATH"));
		Matcher url = Pattern.compile("jdbc:postgresql://(.+):(\\d+)/(\\w+)\\?user=(\\w+)&password=(\\w+)")
			.matcher(server.url());
		assertThat(url.matches()).isTrue();
		environment.putAll(Map.of("PGHOST", url.group(1), "PGPORT", url.group(2), "PGDATABASE", url.group(3), "PGUSER",
				url.group(4), "PGPASSWORD", url.group(5), "URL",
				"jdbc:postgresql://%s:%s/%s".formatted(url.group(1), url.group(2), url.group(3))));
		return shell;
	}

	private static String page() throws IOException {
		return Files.readString(RepositoryFile.named(PAGE));
	}

	private static String database(PrivateServer server, String name) {
		return server.url().replaceFirst("/\\w+\\?", "/" + name + "?");
	}

	private static PgVectorStore open(HikariDataSource pool, DenseEncoder encoder) {
		return PgVectorStore.builder().dataSource(pool).space(encoder.model()).open();
	}

	private static List<Document> documents() {
		List<String> animals = List.of("cat", "whale", "sparrow", "salmon", "spider", "horse");
		return IntStream.range(0, DOCUMENTS)
			.mapToObj((i) -> new Document("d" + i,
					"The %s is animal number %d.".formatted(animals.get(i % animals.size()), i), Map.of("number", i)))
			.toList();
	}

}
