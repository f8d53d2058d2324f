package dev.semblance.samples.search;

import java.nio.file.Path;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.retrieval.EmbeddingSpace;
import dev.semblance.retrieval.store.DocumentStore;
import dev.semblance.store.lucene.LuceneStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Semantic search over the bundled collection, or over the documents that
 * {@code --documents=PATH} names. Encoder, retriever and ingestor come from the starter.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class SearchApplication {

	private static final Logger logger = LoggerFactory.getLogger(SearchApplication.class);

	/**
	 * Starts the application.
	 * @param arguments the command line
	 */
	public static void main(String[] arguments) {
		ConfigurableApplicationContext application = SpringApplication.run(SearchApplication.class, arguments);
		logger.info("Ask at http://localhost:{}/", application.getEnvironment().getProperty("local.server.port"));
	}

	@Bean
	DocumentCollection collection(@Value("${documents:}") String documents) {
		return documents.isBlank() ? DocumentCollections.bundled() : DocumentCollections.at(documents);
	}

	/** Keeps each collection in a folder of its own, so that none shows up in another. */
	@Bean
	DocumentStore store(DocumentCollection collection, DenseEncoder encoder,
			@Value("${semblance.store.path}") Path data) {
		return LuceneStore.builder()
			.directory(data.resolve(collection.folderName()).resolve("index"))
			.space(EmbeddingSpace.of(encoder.model()))
			.open();
	}

	@Bean
	KnownIds knownIds(DocumentCollection collection, @Value("${semblance.store.path}") Path data) {
		return new KnownIds(data.resolve(collection.folderName()).resolve("ids.txt"));
	}

}
