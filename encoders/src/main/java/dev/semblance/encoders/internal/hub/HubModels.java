package dev.semblance.encoders.internal.hub;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

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

	private final HubFetcher fetcher;

	/**
	 * Creates access to models; nothing is asked yet.
	 * @param settings where they come from and where they are kept
	 */
	public HubModels(HubSettings settings) {
		this.settings = settings;
		this.cache = new ModelCache(settings.home());
		this.fetcher = new HubFetcher(settings, this.cache);
	}

	/**
	 * Finds a model. What a branch or a tag stands for is asked once, and kept until
	 * somebody {@linkplain #newest asks again}.
	 * @param reference the model
	 * @param required finds the files that are needed, and refuses a model that lacks
	 * some, or whose files are not what was fetched
	 * @return its files, which are fetched when they are opened
	 */
	public ModelFiles find(HubReference reference, Function<ModelFiles, ? extends Collection<String>> required) {
		Optional<Snapshot> cached = this.cache.find(reference);
		if (cached.isPresent()) {
			return orElsewhere(new CachedFiles(cached.get(), this.fetcher), reference, required);
		}
		Optional<HuggingFaceFiles> others = others(reference);
		if (others.isEmpty()) {
			return new CachedFiles(this.fetcher.first(reference), this.fetcher);
		}
		try {
			return complete(others.get(), reference, required);
		}
		catch (InvalidModelException | InvalidInputException ex) {
			return new CachedFiles(snapshot(reference, ex), this.fetcher);
		}
	}

	/**
	 * Where nothing may be fetched, a file that is missing may still be among those of
	 * Hugging Face's tools, at the same commit.
	 */
	private ModelFiles orElsewhere(CachedFiles own, HubReference reference,
			Function<ModelFiles, ? extends Collection<String>> required) {
		Optional<HuggingFaceFiles> others = this.settings.offline()
				? othersIfReadable(new HubReference(reference.repository(), own.revision())) : Optional.empty();
		if (others.isEmpty()) {
			return own;
		}
		Optional<ModelNotFoundException> missing = missing(own, reference, required);
		if (missing.isEmpty()) {
			return own;
		}
		try {
			return complete(others.get(), reference, required);
		}
		catch (InvalidModelException | InvalidInputException ex) {
			throw notUsed(missing.get(), ex);
		}
	}

	private Optional<ModelNotFoundException> missing(CachedFiles own, HubReference reference,
			Function<ModelFiles, ? extends Collection<String>> required) {
		try {
			return required.apply(own)
				.stream()
				.filter((path) -> !own.local(path))
				.findFirst()
				.map((path) -> new HubProblems(this.settings).offline("%s of %s".formatted(path, reference),
						reference));
		}
		catch (ModelNotFoundException ex) {
			return Optional.of(ex);
		}
	}

	/** What is in the own cache does not need the other one. */
	private Optional<HuggingFaceFiles> othersIfReadable(HubReference reference) {
		try {
			return others(reference);
		}
		catch (InvalidModelException ex) {
			logger.warn("{} is not looked for in the cache of Hugging Face's tools: {}", reference, ex.getMessage());
			return Optional.empty();
		}
	}

	private Optional<HuggingFaceFiles> others(HubReference reference) {
		return (this.settings.huggingFaceCache() != null)
				? new HuggingFaceCache(this.settings.huggingFaceCache()).find(reference) : Optional.empty();
	}

	private ModelFiles complete(HuggingFaceFiles others, HubReference reference,
			Function<ModelFiles, ? extends Collection<String>> required) {
		try {
			int files = required.apply(others).size();
			logger.info("{} is taken from the cache of Hugging Face's tools, {}, which has all of {} files", reference,
					this.settings.huggingFaceCache(), files);
			return others;
		}
		catch (InvalidModelException | InvalidInputException ex) {
			logger.info("{} is not taken from the cache of Hugging Face's tools: {}", reference, ex.getMessage());
			others.changed()
				.forEach((path) -> logger.warn("{} in the cache of Hugging Face's tools is not what was downloaded",
						others.describe(path)));
			throw ex;
		}
	}

	private Snapshot snapshot(HubReference reference, SemblanceException unusable) {
		try {
			return this.fetcher.first(reference);
		}
		catch (ModelNotFoundException ex) {
			throw notUsed(ex, unusable);
		}
	}

	private static ModelNotFoundException notUsed(ModelNotFoundException missing, SemblanceException unusable) {
		missing.addSuppressed(unusable);
		return new ModelNotFoundException("%s What Hugging Face's tools fetched of it is not used: %s"
			.formatted(missing.problem(), unusable.problem()), missing.remedy(), missing);
	}

	/**
	 * Finds a model as it is on the hub now; offline, as it was last. A commit is always
	 * the same, so the hub is not asked again for one.
	 * @param reference the model
	 * @return its snapshot in the cache
	 */
	public PullableModel newest(HubReference reference) {
		boolean settled = this.settings.offline() || HubReference.isCommit(reference.revisionOrMain());
		return settled ? pinned(reference) : pullable(this.fetcher.newest(reference));
	}

	/**
	 * Finds a model at the commit that is in the cache, or else as it is on the hub now.
	 * @param reference the model
	 * @return its snapshot in the cache
	 */
	public PullableModel pinned(HubReference reference) {
		return pullable(this.cache.find(reference).orElseGet(() -> this.fetcher.newest(reference)));
	}

	private PullableModel pullable(Snapshot snapshot) {
		return new PullableModel(this.cache, snapshot, this.fetcher);
	}

	@Override
	public String toString() {
		return this.settings.toString();
	}

}
