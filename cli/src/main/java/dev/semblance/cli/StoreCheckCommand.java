package dev.semblance.cli;

import java.util.List;
import java.util.concurrent.Callable;

import dev.semblance.encoders.diagnosis.Obstacle;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.check.Severity;
import dev.semblance.store.pgvector.check.StoreCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Tells what is wrong with a collection in PostgreSQL, and with its server.
 */
@Command(name = "check",
		description = "Tells whether a collection in PostgreSQL and its server are as they should be: indexes and whether "
				+ "searches use them, statistics, dead rows, memory for the next build, versions and settings. Changes "
				+ "nothing. If there is a problem, it says the first in one line, and ends with 1; warnings do not.")
@SuppressWarnings("NullAway.Init")
final class StoreCheckCommand implements Callable<Integer> {

	@Mixin
	private StoreCollectionOptions collection;

	@Mixin
	private HnswOptions indexes;

	@Mixin
	private BuildOptions build;

	@Mixin
	private OutputOptions result;

	@Override
	public Integer call() {
		StoreCheck check;
		try (PgVectorPlace place = this.collection.place(1);
				PgVectorStore store = this.build.applied(this.collection.builder(place), this.indexes)
					.openAsRecorded()) {
			check = store.check();
		}
		this.result.printText(StoreCheckValues.of(check), () -> StoreCheckText.of(check));
		List<Finding> problems = check.findings(Severity.PROBLEM);
		if (!problems.isEmpty()) {
			Finding first = problems.get(0);
			throw new UnhealthyException(
					new Obstacle("%s: %s".formatted(first.subject(), first.found().replaceFirst("\\.$", "")),
							String.valueOf(first.remedy())),
					null);
		}
		return 0;
	}

}
