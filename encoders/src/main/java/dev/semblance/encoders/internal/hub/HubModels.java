package dev.semblance.encoders.internal.hub;

import java.util.Optional;
import java.util.function.Consumer;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelNotFoundException;
import dev.semblance.encoders.SemblanceException;
import dev.semblance.encoders.internal.cache.CachedFiles;
import dev.semblance.encoders.internal.cache.HuggingFaceCache;
import dev.semblance.encoders.internal.cache.HuggingFaceFiles;
import dev.semblance.encoders.internal.cache.ModelCache;
import dev.semblance.encoders.internal.cache.Snapshot;
import dev.semblance.encoders.internal.model.HubReference;
import dev.semblance.encoders.internal.model.ModelFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models of a hub, wherever they are by now: in the cache, in that of Hugging Face's
 * tools, or only on the hub.
 */
public final class HubModels {

	private static final Logger logger = LoggerFactory.getLogger(HubModels.class);

	private final HubSettings settings;

	private final ModelCache cache;

	/**
	 * Creates access to models; nothing is asked yet.
	 * @param settings where they come from and where they are kept
	 */
	public HubModels(HubSettings settings) {
		this.settings = settings;
		this.cache = new ModelCache(settings.home());
	}

	/**
	 * Finds a model. What a branch or a tag stands for is asked once, and kept until
	 * somebody {@linkplain #newest asks again}.
	 * @param reference the model
	 * @param requireComplete refuses files in the cache of Hugging Face's tools that are
	 * not all that is needed, or not what was fetched
	 * @return its files, which are fetched when they are opened
	 */
	public ModelFiles find(HubReference reference, Consumer<ModelFiles> requireComplete) {
		HubFetcher fetcher = new HubFetcher(this.settings, this.cache);
		Optional<Snapshot> cached = this.cache.find(reference);
		if (cached.isPresent()) {
			return new CachedFiles(cached.get(), fetcher);
		}
		Optional<HuggingFaceFiles> others = (this.settings.huggingFaceCache() != null)
				? new HuggingFaceCache(this.settings.huggingFaceCache()).find(reference) : Optional.empty();
		if (others.isEmpty()) {
			return new CachedFiles(fetcher.snapshot(reference), fetcher);
		}
		try {
			requireComplete.accept(others.get());
			logger.info("{} is taken from the cache of Hugging Face's tools, {}", reference,
					this.settings.huggingFaceCache());
			return others.get();
		}
		catch (InvalidModelException | InvalidInputException ex) {
			logger.info("{} is not taken from the cache of Hugging Face's tools: {}", reference, ex.getMessage());
			return new CachedFiles(snapshot(fetcher, reference, ex), fetcher);
		}
	}

	private static Snapshot snapshot(HubFetcher fetcher, HubReference reference, SemblanceException unusable) {
		try {
			return fetcher.snapshot(reference);
		}
		catch (ModelNotFoundException ex) {
			ex.addSuppressed(unusable);
			throw new ModelNotFoundException("%s What Hugging Face's tools fetched of it is not used: %s"
				.formatted(ex.problem(), unusable.problem()), ex.remedy(), ex);
		}
	}

	/**
	 * Finds a model as it is on the hub now; offline, as it was last. A commit is always
	 * the same, so the hub is not asked again for one.
	 * @param reference the model
	 * @return its snapshot in the cache
	 */
	public PullableModel newest(HubReference reference) {
		HubFetcher fetcher = new HubFetcher(this.settings, this.cache);
		boolean settled = this.settings.offline() || HubReference.isCommit(reference.revisionOrMain());
		Snapshot snapshot = (settled ? this.cache.find(reference) : Optional.<Snapshot>empty())
			.orElseGet(() -> fetcher.snapshot(reference));
		return new PullableModel(this.cache, snapshot, fetcher);
	}

}
