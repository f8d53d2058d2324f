package dev.semblance.store.pgvector.internal.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import dev.semblance.encoders.SimilarityFunction;
import dev.semblance.retrieval.store.Searches;
import dev.semblance.store.pgvector.DenseIndex;
import dev.semblance.store.pgvector.HnswSettings;
import dev.semblance.store.pgvector.PgVectorStore;
import dev.semblance.store.pgvector.SparseIndex;
import dev.semblance.store.pgvector.check.Finding;
import dev.semblance.store.pgvector.check.Severity;
import dev.semblance.store.pgvector.internal.database.Database;
import dev.semblance.store.pgvector.internal.database.Extension;
import dev.semblance.store.pgvector.internal.database.ExtensionVersion;
import dev.semblance.store.pgvector.internal.index.HnswIndex;
import dev.semblance.store.pgvector.internal.index.IndexPlan;
import dev.semblance.store.pgvector.internal.schema.OpenSchema;
import dev.semblance.store.pgvector.internal.schema.SchemaOpener;
import dev.semblance.store.pgvector.internal.schema.TenantLayout;
import dev.semblance.store.pgvector.internal.sql.Identifier;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Memory that the server of the tests has enough of, as if it had less.
 */
class BuildResourcesTests {

	private final TestSchema testSchema = new TestSchema();

	private final HikariDataSource pool = PgVectorServer.pool(3);

	private final Database database = new Database(this.pool, Duration.ofSeconds(60), Duration.ZERO, List.of());

	private final PgVectorStore store = PgVectorStore.builder()
		.dataSource(this.pool)
		.schema(this.testSchema.name())
		.space(Searches.space(2, SimilarityFunction.COSINE))
		.indexFrom(1)
		.open();

	@BeforeEach
	void fill() {
		this.store.upsert(List.of(Searches.vector("a", 1, 0), Searches.vector("b", 0, 1)));
	}

	@AfterEach
	void close() {
		this.store.close();
		this.pool.close();
		this.testSchema.close();
	}

	@Test
	void anIndexThatIsLargerThanTheServersBuffersIsWorthKnowing() {
		this.store.buildIndexes();
		assertThat(size(1 << 30).severity()).isEqualTo(Severity.OK);
		Finding finding = size(8192);
		assertThat(finding.severity()).isEqualTo(Severity.INFO);
		assertThat(finding.found()).startsWith("It takes 16 kB, more than the 8.0 kB of shared_buffers");
	}

	@Test
	void sharedMemoryThatAContainerMayLackIsToldBeforeTheBuild() {
		assertThat(memory("0.8.6", "2")).extracting(Finding::found)
			.anyMatch((found) -> found.startsWith("Several processes build it in 1.0 GB of shared memory"));
		assertThat(memory("0.8.6", "0")).hasSize(1);
		// It builds alone because of its defect.
		assertThat(memory("0.8.1", "2")).hasSize(1);
		this.store.buildIndexes();
		assertThat(memory("0.8.6", "2")).hasSize(1);
	}

	private Finding size(long buffers) {
		HnswIndexCheck check = new HnswIndexCheck(this.database,
				new ServerSettings(Map.of("shared_buffers", Long.toString(buffers))), indexes(schema("0.8.6")), 1);
		return check.findings()
			.stream()
			.filter((finding) -> finding.subject().startsWith("size of index"))
			.findFirst()
			.orElseThrow();
	}

	private List<Finding> memory(String extension, String workers) {
		OpenSchema schema = schema(extension);
		ServerSettings settings = new ServerSettings(
				Map.of("max_parallel_maintenance_workers", workers, "dynamic_shared_memory_type", "posix"));
		return new BuildMemoryCheck(this.database, settings, schema, indexes(schema),
				TableState.read(this.database, schema.tables()))
			.findings();
	}

	private List<HnswIndex> indexes(OpenSchema schema) {
		return new IndexPlan(DenseIndex.HNSW, SparseIndex.NONE, HnswSettings.DEFAULT).of(schema.tables(),
				schema.description(), schema.extension());
	}

	private OpenSchema schema(String extension) {
		OpenSchema schema = new SchemaOpener(this.database, new TenantLayout("", false, false))
			.open(new Identifier(this.testSchema.name()), "default");
		return new OpenSchema(new Extension(schema.extension().schema(), ExtensionVersion.parse(extension)),
				schema.tables(), schema.description());
	}

}
