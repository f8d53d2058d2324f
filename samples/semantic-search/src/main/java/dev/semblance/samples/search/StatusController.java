package dev.semblance.samples.search;

import java.util.List;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseModel;
import dev.semblance.retrieval.store.DocumentStore;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells what is searched, by which model, and how far the ingest is:
 * {@code GET /api/status}.
 */
@RestController
final class StatusController {

	private final DocumentCollection collection;

	private final DocumentStore store;

	private final DenseModel model;

	private final BackgroundIngest ingest;

	StatusController(DocumentCollection collection, DocumentStore store, DenseEncoder encoder,
			BackgroundIngest ingest) {
		this.collection = collection;
		this.store = store;
		this.model = encoder.model();
		this.ingest = ingest;
	}

	@GetMapping("/api/status")
	Status status() {
		return new Status(this.collection.name(), this.collection.examples(), this.store.count(), this.model.name(),
				this.model.device().toString(), this.ingest.status());
	}

	/**
	 * What is searched, and with what.
	 *
	 * @param collection name of the collection
	 * @param examples questions to begin with; may be empty
	 * @param documents documents that can be found now
	 * @param model the dense encoder's model
	 * @param device where it runs
	 * @param ingest how far the ingest is
	 */
	record Status(String collection, List<String> examples, long documents, String model, String device,
			IngestStatus ingest) {
	}

}
