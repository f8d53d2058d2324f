package dev.semblance.benchmarks.protocol.pgvector;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

import dev.semblance.benchmarks.protocol.Answer;

/**
 * The command line of all contestants.
 */
public final class PgVectorProgram {

	private static final String USAGE = """
			Runs workloads in the order given, on a database of its own, and prints one JSON object for each result.

			    insert      all documents into new tables without a vector index, once for each batch size and each way
			                of the driver
			    reinsert    the same documents once more
			    index       builds the library's own vector index
			    search      dense top 10, once for each ef_search and iterative scan
			    filtered    the same among the 1 % of one bucket

			    --url URL               JDBC URL of any database of the server; the role must be allowed to create databases
			    --data DIR              the data set
			    --batch-size N,...      documents of a call (default 1000)
			    --rewrite false,true    the driver's reWriteBatchedInserts (default false)
			    --threads N             callers that search (default 8)
			    --seconds S             how long they do (default 20)
			    --ef-search N,...       'default' leaves it to pgvector or the library (default)
			    --iterative-scan M,...  off, relaxed_order, strict_order; 'default' leaves it to them (default)
			    --keep                  does not drop the database at the end
			""";

	private static final String DEFAULT = "default";

	private static final int WARMUP_DOCUMENTS = 5000;

	private final String name;

	private final PgVectorContestant contestant;

	private final PgVectorArguments arguments;

	private final PrintStream results;

	private final Server server;

	private final DataSet data;

	private final PgVectorWorkloads workloads;

	private PgVectorProgram(String name, PgVectorContestant contestant, PgVectorArguments arguments,
			PrintStream results) throws IOException {
		this.name = name;
		this.contestant = contestant;
		this.arguments = arguments;
		this.results = results;
		this.server = new Server(arguments.required("--url"), "semblance_bench_" + name.replace('-', '_'));
		this.data = DataSet.read(Path.of(arguments.required("--data")));
		this.workloads = new PgVectorWorkloads(this.data);
	}

	/**
	 * Measures one contestant and ends the process. Standard output carries results only:
	 * whatever a library prints goes to standard error.
	 * @param name the contestant's name: lower case, digits and hyphens
	 * @param contestant the library
	 * @param args the command line
	 * @throws Exception if something fails
	 */
	public static void main(String name, PgVectorContestant contestant, String[] args) throws Exception {
		PrintStream results = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		System.setOut(System.err);
		PgVectorArguments arguments = new PgVectorArguments(args);
		if (arguments.workloads().isEmpty()) {
			System.err.print(USAGE);
			System.exit(2);
		}
		PgVectorProgram program = new PgVectorProgram(name, contestant, arguments, results);
		try {
			program.server.createDatabase();
			for (String workload : arguments.workloads()) {
				program.run(workload);
			}
		}
		finally {
			if (!arguments.given("--keep")) {
				program.server.dropDatabase();
			}
		}
		// The pools of some libraries would keep the process for a while.
		System.exit(0);
	}

	private void run(String workload) throws Exception {
		switch (workload) {
			case "insert" -> insert();
			case "reinsert" -> write("reinsert", batchSizes().get(0), rewrites().get(0));
			case "index" -> index();
			case "search" -> search("search", this.workloads::search);
			case "filtered" -> search("filtered", this.workloads::searchBucket);
			default -> throw new IllegalArgumentException("Unknown workload " + workload);
		}
	}

	private void insert() throws Exception {
		// An earlier run may have kept it.
		this.server.dropDatabase();
		this.server.createDatabase();
		warmUp();
		for (boolean rewrite : rewrites()) {
			for (int batchSize : batchSizes()) {
				this.server.dropDatabase();
				this.server.createDatabase();
				write("insert", batchSize, rewrite);
			}
		}
	}

	/** Else the first way to be measured would pay for the compiler of the JVM. */
	private void warmUp() throws Exception {
		List<DataSet.Document> some = this.data.documents()
			.subList(0, Math.min(WARMUP_DOCUMENTS, this.data.documents().size()));
		try (PgVectorSession session = open(rewrites().get(0), OptionalInt.empty(), "")) {
			for (int first = 0; first < some.size(); first += 500) {
				session.insert(some.subList(first, Math.min(first + 500, some.size())));
			}
		}
	}

	private void write(String workload, int batchSize, boolean rewrite) throws Exception {
		Answer answer;
		try (PgVectorSession session = open(rewrite, OptionalInt.empty(), "")) {
			this.server.checkpoint();
			answer = this.workloads.insert(session, batchSize);
		}
		answer.put("rewrite", String.valueOf(rewrite));
		report(workload, this.server.describeTables(answer));
	}

	private void index() throws Exception {
		this.server.vacuum();
		Answer answer;
		try (PgVectorSession session = open(false, OptionalInt.empty(), "")) {
			answer = this.workloads.index(session);
		}
		report("index", this.server.describeTables(answer));
		// The planner knows the size of an index from here on.
		this.server.vacuum();
	}

	private void search(String workload, Search search) throws Exception {
		int threads = this.arguments.number("--threads", 8);
		double seconds = this.arguments.number("--seconds", 20);
		for (String iterativeScan : this.arguments.list("--iterative-scan", DEFAULT)) {
			for (String candidates : this.arguments.list("--ef-search", DEFAULT)) {
				OptionalInt efSearch = candidates.equals(DEFAULT) ? OptionalInt.empty()
						: OptionalInt.of(Integer.parseInt(candidates));
				try (PgVectorSession session = open(false, efSearch,
						iterativeScan.equals(DEFAULT) ? "" : iterativeScan)) {
					report(workload,
							search.run(session, threads, seconds)
								.put("ef_search", candidates)
								.put("iterative_scan", iterativeScan));
				}
			}
		}
	}

	private PgVectorSession open(boolean rewrite, OptionalInt efSearch, String iterativeScan) throws Exception {
		return this.contestant.open(new PgVectorSettings(this.server.databaseUrl(),
				this.arguments.number("--threads", 8), rewrite, efSearch, iterativeScan));
	}

	private void report(String workload, Answer answer) throws Exception {
		String jar = Path.of(this.contestant.library().getProtectionDomain().getCodeSource().getLocation().toURI())
			.getFileName()
			.toString();
		this.results.println(answer.put("workload", workload)
			.put("contestant", this.name)
			.put("library", jar.replaceFirst("\\.jar$", ""))
			.put("server", this.server.version())
			.put("load_average", Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0])));
	}

	private List<Integer> batchSizes() {
		return this.arguments.list("--batch-size", "1000").stream().map(Integer::valueOf).toList();
	}

	private List<Boolean> rewrites() {
		return this.arguments.list("--rewrite", "false").stream().map(Boolean::valueOf).toList();
	}

	private interface Search {

		Answer run(PgVectorSession session, int threads, double seconds) throws Exception;

	}

}
