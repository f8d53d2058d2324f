package dev.semblance.boot.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.semblance.boot.MiniLm;
import dev.semblance.boot.TinyModel;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.retrieval.Document;
import dev.semblance.retrieval.pipeline.Ingestor;
import dev.semblance.retrieval.pipeline.RerankingRetriever;
import dev.semblance.retrieval.pipeline.Retriever;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the documentation says of metrics, dashboard and endpoint. The example
 * of the endpoint is written anew by {@code -Dsemblance.docs=write}.
 */
class OperationsDocumentationTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");

	private static final Path DASHBOARD = Path.of("..", "docs", "grafana-dashboard.json");

	private static final String START = "<!-- endpoint: written by OperationsDocumentationTests -->\n";

	private static final String END = "<!-- end of endpoint -->\n";

	private static final Pattern SAMPLE = Pattern.compile("^(semblance_\\w+)", Pattern.MULTILINE);

	private final JsonMapper json = JsonMapper.builder()
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.enable(SerializationFeature.INDENT_OUTPUT)
		.build();

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final ApplicationContextRunner application = Runners.empty()
		.withConfiguration(AutoConfigurations.of(SemblanceMetricsAutoConfiguration.class))
		.withBean(MeterRegistry.class, () -> this.registry);

	@Test
	void everyMetricIsDocumentedAndNoOther() throws IOException {
		Set<String> documented = all(Pattern.compile("^\\| `(semblance\\.[a-z.]+)`", Pattern.MULTILINE),
				Files.readString(DOCUMENT));
		this.application
			.withPropertyValues("semblance.dense.model=" + TinyModel.DENSE,
					"semblance.reranker.model=" + TinyModel.CROSS)
			.run((context) -> assertThat(this.registry.getMeters()
				.stream()
				.map((meter) -> meter.getId().getName())
				.collect(Collectors.toSet())).isEqualTo(documented));
	}

	@Test
	void theDashboardAsksForMetricsThatThereAre() throws IOException {
		JsonNode dashboard = this.json.readTree(Files.readString(DASHBOARD));
		Set<String> asked = all(Pattern.compile("(semblance_\\w+)"), dashboard.path("panels").toString());
		asked.addAll(all(Pattern.compile("(semblance_\\w+)"), dashboard.path("templating").toString()));
		assertThat(asked).hasSizeGreaterThan(15);
		this.application
			.withPropertyValues("semblance.dense.model=" + TinyModel.DENSE,
					"semblance.reranker.model=" + TinyModel.CROSS)
			.run((context) -> {
				use(context);
				context.getBean(RerankingRetriever.class).retrieve("text", 1);
				assertThat(all(SAMPLE, this.registry.scrape())).containsAll(asked);
			});
	}

	@Test
	void theExampleOfTheEndpointIsLikeItsOutput() throws IOException {
		String written = Files.readString(DOCUMENT);
		this.application.withPropertyValues("semblance.dense.model=" + MiniLm.NAME).run((context) -> {
			use(context);
			SemblanceBeans beans = new SemblanceBeans(context.getBeanFactory(), context.getEnvironment());
			awaitIdle(beans);
			String output = this.json.writeValueAsString(new SemblanceEndpoint(beans).semblance());
			if ("write".equals(System.getProperty("semblance.docs"))) {
				Files.writeString(DOCUMENT,
						"%s\n```json\n%s\n```\n\n%s".formatted(
								written.substring(0, written.indexOf(START) + START.length()), output,
								written.substring(written.indexOf(END))));
			}
			String current = Files.readString(DOCUMENT);
			String example = current.substring(current.indexOf("```json\n", current.indexOf(START)) + 8,
					current.indexOf("\n```\n", current.indexOf(START)));
			assertThat(fields(this.json.readTree(example)))
				.as("run the test with -Dsemblance.docs=write to bring docs/operations.md up to date")
				.isEqualTo(fields(this.json.readTree(output)));
		});
	}

	/** A lane may give its results away before it has left the batch. */
	private static void awaitIdle(SemblanceBeans beans) throws InterruptedException {
		while (beans.devices().values().stream().anyMatch((device) -> device.runningBatches() > 0)) {
			Thread.sleep(5);
		}
	}

	private static void use(ApplicationContext context) {
		List<Document> documents = List.of(new Document("stadium", "He drove to the stadium."),
				new Document("sun", "It's so sunny outside!"));
		context.getBean(Ingestor.class).ingest(documents.iterator(), (report) -> {
		});
		context.getBean(Retriever.class).retrieve("The weather is lovely today.", 2);
		context.getBean(DenseEncoder.class).encodeQuery("Who?");
	}

	private static Set<String> fields(JsonNode node) {
		Set<String> fields = new TreeSet<>();
		node.properties().forEach((property) -> {
			fields.add(property.getKey());
			fields(property.getValue()).forEach((inner) -> fields.add(property.getKey() + "." + inner));
		});
		node.values().forEach((value) -> {
			if (node.isArray()) {
				fields.addAll(fields(value));
			}
		});
		return fields;
	}

	private static Set<String> all(Pattern pattern, String text) {
		return pattern.matcher(text)
			.results()
			.map((MatchResult result) -> result.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
