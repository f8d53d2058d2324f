package dev.semblance.store.pgvector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.semblance.encoders.DenseModel;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.ModelVersion;
import dev.semblance.encoders.Prompts;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.encoders.SparseModel;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.SparseSpace;
import dev.semblance.retrieval.store.EmbeddedDocument;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.retrieval.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OpeningTests {

	private static final EmbeddingSpace SPACE = Searches.space(2, SimilarityFunction.COSINE);

	private static final SparseSpace SPARSE_SPACE = Searches.sparseSpace(10);

	private final TestStore server = new TestStore();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void whatWasWrittenIsThereAfterReopening() {
		Document document = new Document("a", "running foxes");
		try (PgVectorStore store = both().open()) {
			store.upsert(List.of(embedded(document)));
		}
		for (int i = 0; i < 3; i++) {
			try (PgVectorStore store = both().open()) {
				assertThat(store.space()).isEqualTo(SPACE);
				assertThat(store.sparseSpace()).isEqualTo(SPARSE_SPACE);
				assertThat(store.find(List.of("a"))).containsExactly(document);
				assertThat(store.search(Searches.lexical("fox", 1))).hasSize(1);
				assertThat(store.search(Searches.dense(new float[] { 1, 0 }, 1, false))).hasSize(1);
				assertThat(store.search(Searches.sparse(Searches.sparseVector(10, 3, 1), 1))).hasSize(1);
				store.upsert(List.of(embedded(new Document("round" + i, ""))));
			}
		}
	}

	static Stream<Arguments> differences() {
		return Stream.of(
				Arguments.of("another model", model("other", 2, SimilarityFunction.COSINE, "mean", "1", "q: ")),
				Arguments.of("3 dimensions", model("model", 3, SimilarityFunction.COSINE, "mean", "1", "q: ")),
				Arguments.of("dot", model("model", 2, SimilarityFunction.DOT, "mean", "1", "q: ")),
				Arguments.of("pooling cls", model("model", 2, SimilarityFunction.COSINE, "cls", "1", "q: ")),
				Arguments.of("sha256 2", model("model", 2, SimilarityFunction.COSINE, "mean", "2", "q: ")),
				Arguments.of("query=Q: ", model("model", 2, SimilarityFunction.COSINE, "mean", "1", "Q: ")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("differences")
	void aCollectionOfAnotherModelIsRefusedByNamingBoth(String difference, DenseModel other) {
		DenseModel model = model("model", 2, SimilarityFunction.COSINE, "mean", "1", "q: ");
		this.server.builder().space(model).open().close();
		assertThatThrownBy(() -> this.server.builder().space(other).open()).isInstanceOf(StoreException.class)
			.hasMessageContaining("Collection 'default' in schema \"" + this.server.schema() + "\" was made for model "
					+ "(dense, 2 dimensions, cosine, single precision, sha256 1, pooling mean, prompts {query=q: })")
			.hasMessageContaining(difference.startsWith("another") ? "opened for other (" : difference);
		this.server.builder().space(model).open().close();
	}

	@Test
	void whatIsNotKnownOfAModelIsNotHeldAgainstIt() {
		this.server.builder().space(SPACE).open().close();
		this.server.builder()
			.space(model("model", 2, SimilarityFunction.COSINE, "mean", "1", "q: "))
			.revision("abc")
			.open()
			.close();
	}

	@Test
	void whatIsLearnedOfAModelIsHeldAgainstLaterOnes() {
		this.server.builder().space(SPACE).open().close();
		this.server.builder().space(model("model", 2, SimilarityFunction.COSINE, "mean", "1", "q: ")).open().close();
		assertThatThrownBy(() -> this.server.builder()
			.space(model("model", 2, SimilarityFunction.COSINE, "mean", "2", "q: "))
			.open()).isInstanceOf(StoreException.class)
			.hasMessageContaining("sha256 1")
			.hasMessageContaining("sha256 2");
	}

	@Test
	void anotherRevisionOrPrecisionIsRefused() {
		this.server.builder().space(SPACE).revision("abc").open().close();
		assertThatThrownBy(() -> this.server.builder().space(SPACE).revision("def").open())
			.isInstanceOf(StoreException.class)
			.hasMessageContaining("revision abc")
			.hasMessageContaining("revision def");
		assertThatThrownBy(() -> this.server.builder().space(SPACE).precision(DensePrecision.HALF).open())
			.isInstanceOf(StoreException.class)
			.hasMessageContaining("single precision")
			.hasMessageContaining("half precision");
	}

	@Test
	void aRevisionThatChangedNoneOfTheModelsFilesIsAccepted() {
		this.server.builder().space(model(new ModelVersion("abc", "1", ModelPrecision.FP32))).open().close();
		this.server.builder().space(model(new ModelVersion("def", "1", ModelPrecision.FP32))).open().close();
		assertThatThrownBy(
				() -> this.server.builder().space(model(new ModelVersion("def", "2", ModelPrecision.FP16))).open())
			.isInstanceOf(StoreException.class)
			.hasMessageContaining("revision abc, sha256 1")
			.hasMessageContaining("revision def, sha256 2");
	}

	@Test
	void moreOrFewerVectorsAreRefused() {
		this.server.builder().space(SPACE).open().close();
		assertThatThrownBy(() -> both().open()).isInstanceOf(StoreException.class)
			.hasMessageContaining("no sparse vectors")
			.hasMessageContaining("sparse-model (sparse, 10 dimensions");
		assertThatThrownBy(() -> this.server.builder().open()).isInstanceOf(StoreException.class)
			.hasMessageContaining("no dense vectors");
	}

	@Test
	void anotherSparseModelIsRefused() {
		this.server.builder().sparseSpace(sparseModel("1")).open().close();
		assertThatThrownBy(() -> this.server.builder().sparseSpace(sparseModel("2")).open())
			.isInstanceOf(StoreException.class)
			.hasMessageContaining("sha256 1")
			.hasMessageContaining("sha256 2");
		this.server.builder().sparseSpace(SPARSE_SPACE).open().close();
	}

	@Test
	void collectionsOfOneSchemaHaveTheirOwnSpaces() {
		EmbeddingSpace other = new EmbeddingSpace("other", 3, SimilarityFunction.DOT);
		try (PgVectorStore first = this.server.builder().space(SPACE).open();
				PgVectorStore second = this.server.builder().collection("second").space(other).open();
				PgVectorStore third = this.server.builder().collection("third").space(SPACE).open()) {
			first.upsert(List.of(Searches.vector("a", 1, 0)));
			second.upsert(List.of(Searches.vector("a", 1, 0, 0)));
			assertThat(third.count()).isZero();
			assertThat(third.search(Searches.dense(new float[] { 1, 0 }, 5, false))).isEmpty();
			assertThat(second.delete(List.of("a"))).isOne();
			assertThat(first.count()).isOne();
		}
	}

	@Test
	void anotherLanguageIsRefused() {
		both().language("german").open().close();
		assertThatThrownBy(() -> both().open()).isInstanceOf(StoreException.class)
			.hasMessageContaining("are in language german, but the store is opened for english");
		both().language("german").open().close();
	}

	@Test
	void anUnknownLanguageIsRefusedWithTheKnownOnes() {
		assertThatThrownBy(() -> both().language("klingon").open()).isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("klingon")
			.hasMessageContaining("english, ")
			.hasMessageContaining("german, ");
		both().open().close();
	}

	@Test
	void aCollectionIsOpenedAsItWasMade() {
		DenseModel model = model("model", 2, SimilarityFunction.EUCLIDEAN, "mean", "1", "q: ");
		PgVectorStoreBuilder made = this.server.builder()
			.space(model)
			.sparseSpace(SPARSE_SPACE)
			.precision(DensePrecision.HALF)
			.language("german");
		try (PgVectorStore store = made.open()) {
			store.upsert(List.of(embedded(new Document("a", "die H\u00e4user"))));
		}
		try (PgVectorStore store = this.server.builder().openAsRecorded()) {
			assertThat(store.space()).isEqualTo(EmbeddingSpace.of(model));
			assertThat(store.sparseSpace()).isEqualTo(SPARSE_SPACE);
			store.upsert(List.of(embedded(new Document("b", "ein Haus"))));
			assertThat(store.search(Searches.lexical("haus", 5))).hasSize(2);
			assertThat(store.search(Searches.dense(new float[] { 1, 0 }, 5, false))).hasSize(2);
		}
	}

	@Test
	void aCollectionThatIsNotThereIsNotMade() {
		assertThatThrownBy(() -> this.server.builder().openAsRecorded()).isInstanceOf(StoreException.class)
			.hasMessageContaining("There is no collection 'default'");
		assertThat(Sql.value(this.server.pool(), "SELECT to_regnamespace('%s')".formatted(this.server.schema())))
			.isEqualTo("null");
		both().open().close();
		assertThatThrownBy(() -> this.server.builder().collection("other").openAsRecorded())
			.isInstanceOf(StoreException.class)
			.hasMessageContaining("There is no collection 'other'");
	}

	@Test
	void manyOpenAnEmptySchemaAtTheSameMoment() throws Exception {
		int count = 8;
		ExecutorService threads = Executors.newFixedThreadPool(count);
		CyclicBarrier start = new CyclicBarrier(count);
		try {
			List<Callable<Boolean>> openers = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				PgVectorStoreBuilder builder = both().collection("c" + i % 2);
				openers.add(() -> {
					start.await();
					try (PgVectorStore store = builder.open()) {
						store.upsert(List.of(embedded(new Document("a", "fox"))));
						return store.count() == 1;
					}
				});
			}
			for (Future<Boolean> opened : threads.invokeAll(openers)) {
				assertThat(opened.get()).isTrue();
			}
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void aClosedStoreRefusesEveryCallAndMayBeClosedAgain() {
		PgVectorStore store = both().open();
		store.close();
		store.close();
		assertThatIllegalStateException().isThrownBy(store::count).withMessage("The store is closed.");
		assertThatIllegalStateException().isThrownBy(() -> store.upsert(List.of()));
		assertThatIllegalStateException().isThrownBy(() -> store.unchanged(List.of()));
		assertThatIllegalStateException().isThrownBy(() -> store.find(List.of()));
		assertThatIllegalStateException().isThrownBy(() -> store.delete(List.of()));
		assertThatIllegalStateException().isThrownBy(() -> store.search(Searches.lexical("a", 1)));
		assertThatIllegalStateException().isThrownBy(store::buildIndexes);
		assertThat(this.server.pool().isClosed()).isFalse();
	}

	@Test
	void aStoreWithoutADataSourceIsRefused() {
		assertThatThrownBy(() -> PgVectorStore.builder().open()).isInstanceOf(InvalidInputException.class)
			.hasMessageContaining("no data source");
	}

	private PgVectorStoreBuilder both() {
		return this.server.builder().space(SPACE).sparseSpace(SPARSE_SPACE);
	}

	private static EmbeddedDocument embedded(Document document) {
		return new EmbeddedDocument(document, new float[] { 1, 0 }, Searches.sparseVector(10, 3, 1));
	}

	private static DenseModel model(String name, int dimensions, SimilarityFunction similarity, String pooling,
			@Nullable String sha256, String prompt) {
		return new DenseModel(name, dimensions, 100, pooling, true, similarity,
				new Prompts(Map.of("query", prompt), null), new Device.Cpu(), new ModelVersion(null, sha256, null));
	}

	private static SparseModel sparseModel(String sha256) {
		return new SparseModel("sparse-model", 10, 100, null, Prompts.NONE, new Device.Cpu(),
				new ModelVersion(null, sha256, null));
	}

	private static DenseModel model(ModelVersion version) {
		return new DenseModel("model", 2, 100, "mean", true, SimilarityFunction.COSINE, Prompts.NONE, new Device.Cpu(),
				version);
	}

}
