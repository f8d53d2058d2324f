package dev.semblance.store.pgvector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreUnavailableException;
import dev.semblance.store.pgvector.server.FaultProxy;
import dev.semblance.store.pgvector.server.NetworkFault;
import dev.semblance.store.pgvector.server.PgVectorServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Things go wrong on the way to the server.
 */
@Tag("slow")
class NetworkFaultTests {

	private static final List<String> KNOWN = LetterDocuments.ids("known", 200);

	private static final List<String> BATCH = LetterDocuments.ids("new", 1000);

	private static final List<String> ALL = LetterDocuments.both(KNOWN, BATCH);

	/** In the settings, in the documents, and in their vectors. */
	private static final List<Integer> PLACES = List.of(100, 60_000, 200_000);

	/** As a statement of its own: transactions begin as READ COMMITTED. */
	private static final String COMMIT = "COMMIT\0";

	private final TestStore server = new TestStore();

	private final FaultProxy proxy = new FaultProxy(PgVectorServer.url());

	/** The words of a statement are only sent each time if it is not prepared. */
	private final HikariDataSource pool = PgVectorServer.pool(this.proxy.url() + "&prepareThreshold=0", 1);

	private final PgVectorStore store = builder().open();

	private final PgVectorStore impatient = builder().retryFor(Duration.ZERO).open();

	private final List<EmbeddedDocument> batch = LetterDocuments.embedded(BATCH);

	@BeforeEach
	void write() {
		this.store.upsert(LetterDocuments.embedded(KNOWN));
	}

	@AfterEach
	void close() {
		this.impatient.close();
		this.store.close();
		this.pool.close();
		this.proxy.close();
		this.server.close();
	}

	@Test
	void aSlowNetworkChangesNothing() {
		this.proxy.inject(new NetworkFault.Delayed(Duration.ofMillis(5)));
		this.store.upsert(this.batch);
		LetterDocuments.requireExactly(this.store, ALL);
	}

	@ParameterizedTest
	@EnumSource
	void aWriteWhoseConnectionIsCutWhileItCopiesLeavesNothing(NetworkFault.Ending ending) {
		for (int bytes : PLACES) {
			this.proxy.inject(new NetworkFault.CutAfter(bytes, ending));
			requireLost();
			LetterDocuments.requireExactly(this.store, KNOWN);
		}
		requireRepeatable();
	}

	@ParameterizedTest
	@EnumSource
	void aWriteWhoseConnectionIsCutBeforeItsCommitLeavesNothing(NetworkFault.Ending ending) {
		this.proxy.inject(new NetworkFault.CutBefore(COMMIT, ending));
		requireLost();
		LetterDocuments.requireExactly(this.store, KNOWN);
		requireRepeatable();
	}

	@ParameterizedTest
	@EnumSource
	void aWriteWhoseConnectionIsCutAfterItsCommitIsThereOnce(NetworkFault.Ending ending) {
		this.proxy.inject(new NetworkFault.CutAnswer(COMMIT, ending));
		requireLost();
		LetterDocuments.requireExactly(this.store, ALL);
		requireRepeatable();
	}

	@ParameterizedTest
	@EnumSource
	void aWriteIsRepeatedAndThereOnceWhereverItsConnectionIsCut(NetworkFault.Ending ending) {
		List<NetworkFault> faults = new ArrayList<>();
		for (int bytes : PLACES) {
			faults.add(new NetworkFault.CutAfter(bytes, ending));
		}
		faults.add(new NetworkFault.CutBefore(COMMIT, ending));
		faults.add(new NetworkFault.CutAnswer(COMMIT, ending));
		for (NetworkFault fault : faults) {
			this.proxy.inject(fault);
			this.store.upsert(this.batch);
			assertThat(this.proxy.isFaulty()).isFalse();
			LetterDocuments.requireExactly(this.store, ALL);
			this.store.delete(BATCH);
		}
	}

	@ParameterizedTest
	@EnumSource
	void connectionsThatAreCutBetweenCallsCostNothing(NetworkFault.Ending ending) {
		for (int i = 0; i < 3; i++) {
			this.proxy.cutAll(ending);
			assertThat(this.store.count()).isEqualTo(KNOWN.size());
			this.proxy.cutAll(ending);
			LetterDocuments.requireExactly(this.store, KNOWN);
			this.proxy.cutAll(ending);
			this.store.upsert(this.batch.subList(i, i + 1));
			assertThat(this.store.delete(BATCH)).isOne();
		}
	}

	@Test
	void aStalledNetworkIsATypedErrorWithinTheTimeout() {
		Duration timeout = Duration.ofSeconds(1);
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.proxy.url() + "&prepareThreshold=0");
		config.setMaximumPoolSize(1);
		config.setConnectionTimeout(1_000);
		config.setValidationTimeout(500);
		try (HikariDataSource quick = new HikariDataSource(config);
				PgVectorStore hurried = builder().dataSource(quick).timeout(timeout).retryFor(Duration.ZERO).open()) {
			for (Runnable call : List.<Runnable>of(hurried::count, () -> hurried.upsert(this.batch),
					() -> hurried.search(Searches.lexical(LetterDocuments.COMMON_WORD, 1)),
					() -> hurried.delete(KNOWN))) {
				assertThat(hurried.count()).isEqualTo(KNOWN.size());
				this.proxy.inject(new NetworkFault.Stalled());
				// On a connection that is there, and then on none.
				requireGivenUp(call, timeout.plusSeconds(3));
				requireGivenUp(call, timeout.plusSeconds(3));
				// What is on its way does not arrive after all.
				this.proxy.cutAll(NetworkFault.Ending.RESET);
				this.proxy.heal();
			}
			LetterDocuments.requireExactly(hurried, KNOWN);
		}
		requireRepeatable();
	}

	@Test
	void aStallThatEndsIsRiddenOver() throws Exception {
		this.pool.setConnectionTimeout(1_000);
		this.pool.setValidationTimeout(500);
		ExecutorService threads = Executors.newSingleThreadExecutor();
		try (PgVectorStore hurried = builder().timeout(Duration.ofSeconds(1)).retryFor(Duration.ofSeconds(20)).open()) {
			assertThat(hurried.count()).isEqualTo(KNOWN.size());
			this.proxy.inject(new NetworkFault.Stalled());
			Future<?> write = threads.submit(() -> hurried.upsert(this.batch));
			TimeUnit.SECONDS.sleep(3);
			assertThat(write.isDone()).isFalse();
			this.proxy.heal();
			write.get(60, TimeUnit.SECONDS);
			LetterDocuments.requireExactly(hurried, ALL);
		}
		finally {
			threads.shutdown();
		}
	}

	private static void requireGivenUp(Runnable call, Duration longest) {
		long start = System.nanoTime();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(call::run);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(longest);
	}

	private void requireLost() {
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> this.impatient.upsert(this.batch))
			.withMessageContaining("The connection was lost")
			.withMessageContaining("nothing is there twice");
		assertThat(this.proxy.isFaulty()).isFalse();
	}

	private void requireRepeatable() {
		for (int i = 0; i < 2; i++) {
			this.impatient.upsert(this.batch);
			LetterDocuments.requireExactly(this.store, ALL);
		}
	}

	private PgVectorStoreBuilder builder() {
		return LetterDocuments.spaces(this.server.builder().dataSource(this.pool));
	}

}
