package dev.semblance.store.pgvector.internal.reembedding;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.encoders.SparseVector;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.internal.lifecycle.CallGate;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.store.LegQuery;
import dev.semblance.retrieval.store.StoreException;
import dev.semblance.store.pgvector.IndexProgress;
import dev.semblance.store.pgvector.internal.index.IndexBuilder;
import dev.semblance.store.pgvector.internal.ingest.DenseVectors;
import dev.semblance.store.pgvector.internal.ingest.SparseVectors;
import dev.semblance.store.pgvector.internal.schema.ModelOrigin;
import dev.semblance.store.pgvector.internal.schema.RecordedSpace;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription;
import dev.semblance.store.pgvector.internal.schema.SpaceDescription.Kind;
import dev.semblance.store.pgvector.reembedding.FillReport;
import dev.semblance.store.pgvector.reembedding.FillSettings;
import dev.semblance.store.pgvector.reembedding.Reembedding;
import dev.semblance.store.pgvector.reembedding.SpaceComparison;
import org.jspecify.annotations.Nullable;

/**
 * Gives a collection the vectors of another model.
 *
 * @param <T> the vectors
 */
public final class SpaceReembedding<T> implements Reembedding {

	/** Beyond it a switch would take longer than somebody who asks for one expects. */
	private static final int MOST_TO_CATCH_UP = 10_000;

	private final CallGate gate = new CallGate("The re-embedding");

	private final AtomicBoolean closed = new AtomicBoolean();

	private final SpaceSettings settings;

	private final RecordedSpace space;

	private final SpaceEncoder<T> encoder;

	private final SpaceFilling<T> filling;

	private volatile @Nullable IndexBuilder building;

	private SpaceReembedding(SpaceSettings settings, RecordedSpace space, SpaceEncoder<T> encoder) {
		this.settings = settings;
		this.space = space;
		this.encoder = encoder;
		this.filling = new SpaceFilling<>(settings.register(), space, encoder, this.closed::get);
	}

	/**
	 * Starts with dense vectors.
	 * @param settings what is known of the collection
	 * @param wanted the space of the encoder's vectors
	 * @param encoder the encoder
	 * @return the re-embedding
	 */
	public static Reembedding dense(SpaceSettings settings, SpaceDescription wanted, DenseEncoder encoder) {
		RecordedSpace space = settings.register().add(wanted, settings.mayCreate());
		return new SpaceReembedding<>(settings, space, dense(space, encoder));
	}

	/**
	 * Starts with sparse vectors.
	 * @param settings what is known of the collection
	 * @param wanted the space of the encoder's vectors
	 * @param encoder the encoder
	 * @return the re-embedding
	 */
	public static Reembedding sparse(SpaceSettings settings, SpaceDescription wanted, SparseEncoder encoder) {
		RecordedSpace space = settings.register().add(wanted, settings.mayCreate());
		return new SpaceReembedding<>(settings, space, sparse(space, encoder));
	}

	private static SpaceEncoder<float[]> dense(RecordedSpace space, DenseEncoder encoder) {
		return new DenseSpaceEncoder(encoder, new DenseVectors(space.description()));
	}

	private static SpaceEncoder<SparseVector> sparse(RecordedSpace space, SparseEncoder encoder) {
		return new SparseSpaceEncoder(encoder, new SparseVectors(space.description()));
	}

	@Override
	public String space() {
		return this.space.table().name();
	}

	@Override
	public FillReport fill(FillSettings settings, Consumer<FillReport> progress) {
		return this.gate.call(() -> this.filling.fill(settings, progress));
	}

	@Override
	public int buildIndexes(Consumer<IndexProgress> progress) {
		return this.gate.call(() -> {
			IndexBuilder builder = new SpaceIndexes(this.settings, this.space).builder();
			this.building = builder;
			if (this.closed.get()) {
				builder.cancel();
			}
			return this.settings.mayCreate() ? builder.build(progress) : 0;
		});
	}

	@Override
	public SpaceComparison compare(int sample, int k, long seed) {
		return this.gate.call(() -> new SpaceComparer(this.settings, this.space).byDocuments(sample, k, seed));
	}

	@Override
	public SpaceComparison compare(List<String> queries, DenseEncoder served, int k) {
		return this.gate.call(() -> {
			SpaceComparer comparer = comparer(queries, k, Kind.DENSE);
			RecordedSpace space = comparer.served();
			requireMadeBy(space, SpaceDescription.dense(EmbeddingSpace.of(served.model()),
					ModelOrigin.of(served.model()), space.description().precision()));
			return comparer.byQueries(queries(queries, dense(space, served)), queries(queries, this.encoder), k);
		});
	}

	@Override
	public SpaceComparison compare(List<String> queries, SparseEncoder served, int k) {
		return this.gate.call(() -> {
			SpaceComparer comparer = comparer(queries, k, Kind.SPARSE);
			RecordedSpace space = comparer.served();
			requireMadeBy(space,
					SpaceDescription.sparse(SparseSpace.of(served.model()), ModelOrigin.of(served.model())));
			return comparer.byQueries(queries(queries, sparse(space, served)), queries(queries, this.encoder), k);
		});
	}

	private SpaceComparer comparer(List<String> queries, int k, Kind made) {
		SpaceComparer.require(queries.size(), k);
		Kind kind = this.space.description().kind();
		if (kind != made) {
			throw new InvalidInputException("Space %s has %s vectors, the other encoder makes %s ones."
				.formatted(space(), kind.label(), made.label()), "Compare with the model that filled the collection.");
		}
		return new SpaceComparer(this.settings, this.space);
	}

	private static void requireMadeBy(RecordedSpace served, SpaceDescription made) {
		if (!served.description().sameAs(made)) {
			throw new InvalidInputException("The collection serves vectors of %s, the encoder makes vectors of %s."
				.formatted(served.description(), made), "Compare with the model that filled the collection.");
		}
	}

	private static <V> List<LegQuery> queries(List<String> queries, SpaceEncoder<V> encoder) {
		return encoder.encode(queries, TextRole.QUERY).vectors().stream().map(encoder::query).toList();
	}

	@Override
	public void switchOver() {
		this.gate.call(() -> {
			new SpaceIndexes(this.settings, this.space).requireComplete();
			catchUp();
			new SpaceSwitch(this.settings).serve(this.space, this.filling::fillLastFew);
			return true;
		});
	}

	private void catchUp() {
		long lacking = this.filling.countLacking();
		if (lacking > MOST_TO_CATCH_UP) {
			throw new StoreException("%d documents of collection %s lack vectors of %s.".formatted(lacking,
					this.settings.collection(), this.space.description().model()),
					"Fill the space before you switch to it.", null);
		}
		FillReport report = this.filling.fill(FillSettings.UNTHROTTLED, (progress) -> {
		});
		if (Thread.currentThread().isInterrupted() || this.closed.get()) {
			throw new CallCancelledException("The switch to space %s was cancelled.".formatted(space()),
					"Nothing was switched; try again.");
		}
		if (!report.refused().isEmpty()) {
			throw new StoreException(
					"The encoder refuses %d documents of collection %s, the first is %s"
						.formatted(report.refused().size(), this.settings.collection(), report.refused().get(0)),
					"Change or delete them, or let the encoder cut what is too long.", null);
		}
	}

	@Override
	public long cutSparseVectors() {
		return this.encoder.cut();
	}

	@Override
	public void close() {
		this.closed.set(true);
		IndexBuilder builder = this.building;
		if (builder != null) {
			builder.cancel();
		}
		// Encoder and data source belong to whoever gave them.
		this.gate.close(() -> {
		});
	}

}
