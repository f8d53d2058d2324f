package dev.semblance.boot.actuate;

import java.util.List;

import dev.semblance.boot.TinyModel;
import dev.semblance.boot.encoders.DenseEncoderAutoConfiguration;
import dev.semblance.boot.encoders.InferenceRuntimeAutoConfiguration;
import dev.semblance.boot.encoders.ModelHubAutoConfiguration;
import dev.semblance.boot.encoders.SparseEncoderAutoConfiguration;
import dev.semblance.boot.retrieval.RerankerAutoConfiguration;
import dev.semblance.boot.retrieval.RerankingRetrieverAutoConfiguration;
import dev.semblance.boot.retrieval.RetrievalAutoConfiguration;
import dev.semblance.boot.store.LuceneStoreAutoConfiguration;
import dev.semblance.boot.store.PgVectorStoreAutoConfiguration;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.pgvector.server.PgVectorServer;
import dev.semblance.store.pgvector.server.TestSchema;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemblanceEndpointAutoConfiguration} through HTTP.
 */
class SemblanceEndpointAutoConfigurationTests {

	private final WebApplicationContextRunner hidden = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class,
				HttpMessageConvertersAutoConfiguration.class, WebMvcAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, EndpointAutoConfiguration.class,
				JacksonEndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
				ManagementContextAutoConfiguration.class, InferenceRuntimeAutoConfiguration.class,
				ModelHubAutoConfiguration.class, DenseEncoderAutoConfiguration.class,
				SparseEncoderAutoConfiguration.class, LuceneStoreAutoConfiguration.class,
				PgVectorStoreAutoConfiguration.class, RerankerAutoConfiguration.class, RetrievalAutoConfiguration.class,
				RerankingRetrieverAutoConfiguration.class, SemblanceEndpointAutoConfiguration.class))
		.withPropertyValues("semblance.dense.model=" + TinyModel.DENSE);

	private final WebApplicationContextRunner exposed = this.hidden
		.withPropertyValues("management.endpoints.web.exposure.include=semblance");

	@Test
	void modelsAreDescribed() {
		this.exposed
			.withPropertyValues("semblance.sparse.model=" + TinyModel.SPARSE, "semblance.runtime.device=cpu",
					"semblance.dense.prompts.query=find ", "semblance.reranker.model=" + TinyModel.CROSS)
			.run((context) -> {
				JsonNode models = read(context).path("models");
				assertThat(models.findValuesAsString("kind")).containsExactly("dense", "sparse", "cross");
				JsonNode dense = models.path(0);
				assertThat(dense.path("encoder").asString()).isEqualTo("denseEncoder");
				assertThat(dense.path("name").asString()).isEqualTo(TinyModel.DENSE.toString());
				assertThat(dense.path("sha256").asString()).matches("[0-9a-f]{64}");
				assertThat(dense.path("precision").asString()).isEqualTo("fp32");
				assertThat(dense.path("optimization").path("summary").asString()).contains("attention");
				assertThat(dense.path("optimization").path("nodesAfter").asInt())
					.isLessThan(dense.path("optimization").path("nodesBefore").asInt());
				assertThat(dense.path("device").asString()).isEqualTo("cpu");
				assertThat(dense.path("deviceReason").asString()).isEqualTo("cpu is set");
				assertThat(dense.path("dimensions").asInt()).isPositive();
				assertThat(dense.path("maxLength").asInt()).isPositive();
				assertThat(dense.path("pooling").asString()).isEqualTo("mean");
				assertThat(dense.path("prompts").path("query").asString()).startsWith("find");
				assertThat(models.path(2).path("labels").size()).isEqualTo(1);
			});
	}

	@Test
	void theRuntimesStateIsShown() {
		this.exposed.run((context) -> {
			context.getBean(DenseEncoder.class).encodeQuery("one");
			JsonNode cpu = read(context).path("devices").path("cpu");
			assertThat(cpu.path("maxCalls").asInt()).isEqualTo(512);
			assertThat(cpu.path("calls").asInt()).isPositive();
		});
	}

	@Test
	void aStoreInMemoryIsDescribed() {
		this.exposed.run((context) -> {
			context.getBean(Ingestor.class).ingest(List.of(new Document("a", "text")).iterator(), (report) -> {
			});
			JsonNode store = read(context).path("stores").path(0);
			assertThat(store.path("type").asString()).isEqualTo("lucene");
			assertThat(store.path("documents").asInt()).isEqualTo(1);
			assertThat(store.path("space").path("model").asString()).isEqualTo(TinyModel.DENSE.toString());
		});
	}

	@Test
	void aStoreInPostgreSqlIsDescribedWithItsIndexesAndWithoutItsUrl() {
		try (TestSchema schema = new TestSchema()) {
			this.exposed
				.withPropertyValues("semblance.store.type=pgvector",
						"semblance.store.pgvector.url=" + PgVectorServer.url(),
						"semblance.store.pgvector.schema=" + schema.name(), "semblance.store.pgvector.collection=books",
						"semblance.store.pgvector.index-from=1")
				.run((context) -> {
					JsonNode before = read(context).path("stores").path(0);
					assertThat(before.path("type").asString()).isEqualTo("pgvector");
					assertThat(before.path("collection").asString()).isEqualTo("books");
					assertThat(before.path("indexes").path(0).path("state").asString()).isEqualTo("missing");
					context.getBean(Ingestor.class).ingest(List.of(new Document("a", "text")).iterator(), (report) -> {
					});
					context.getBean(DocumentStore.class).buildIndexes();
					JsonNode state = read(context);
					assertThat(state.path("stores").path(0).path("indexes").path(0).path("state").asString())
						.isEqualTo("built");
					assertThat(state.toString()).doesNotContain("jdbc:").doesNotContain("password");
				});
		}
	}

	@Test
	void aStoreThatDoesNotAnswerSaysWhy() {
		this.exposed.run((context) -> {
			context.getBean(DocumentStore.class).close();
			assertThat(read(context).path("stores").path(0).path("problem").asString())
				.isEqualTo("The store is closed.");
		});
	}

	@Test
	void theRetrievalIsDescribed() {
		this.exposed
			.withPropertyValues("semblance.retrieval.weights.lexical=0.5", "semblance.retrieval.fusion=dbsf",
					"semblance.reranker.model=" + TinyModel.DENSE)
			.run((context) -> {
				JsonNode retrieval = read(context).path("retrieval");
				assertThat(retrieval.path("legs").toString()).isEqualTo("{\"dense\":1.0,\"lexical\":0.5}");
				assertThat(retrieval.path("fusion").asString()).isEqualTo("dbsf");
				assertThat(retrieval.path("reranker").asString()).isEqualTo(TinyModel.DENSE.toString());
			});
	}

	@Test
	void itIsNotThereUnlessItIsExposed() {
		this.hidden.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SemblanceEndpoint.class));
	}

	@Test
	void withoutTheActuatorTheApplicationStarts() {
		Runners.dense()
			.withConfiguration(AutoConfigurations.of(SemblanceEndpointAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("semblanceEndpoint")
				.hasSingleBean(DenseEncoder.class));
	}

	private static JsonNode read(WebApplicationContext context) throws Exception {
		MockMvc mvc = MockMvcBuilders.webAppContextSetup(context).build();
		String json = mvc.perform(MockMvcRequestBuilders.get("/actuator/semblance"))
			.andReturn()
			.getResponse()
			.getContentAsString();
		return JsonMapper.shared().readTree(json);
	}

}
