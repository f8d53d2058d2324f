package dev.semblance.encoders.internal.hub;

import java.io.IOException;
import java.util.Optional;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.cache.FileFetcher;
import dev.semblance.encoders.internal.cache.ModelCache;
import dev.semblance.encoders.internal.cache.RepositoryLock;
import dev.semblance.encoders.internal.cache.Snapshot;
import dev.semblance.encoders.internal.model.HubReference;

/**
 * Fetches files from the hub into the cache, one process at a time for each repository.
 */
final class HubFetcher implements FileFetcher {

	private final HubSettings settings;

	private final ModelCache cache;

	private final HubClient client;

	private final HubProblems problems;

	HubFetcher(HubSettings settings, ModelCache cache) {
		this.settings = settings;
		this.cache = cache;
		this.client = new HubClient(settings);
		this.problems = new HubProblems(settings);
	}

	/**
	 * Asks the hub what a revision stands for, and notes it.
	 * @param reference the model
	 * @return the folder of the commit
	 */
	Snapshot newest(HubReference reference) {
		return snapshot(reference, true);
	}

	/**
	 * Asks the hub what a revision stands for, and notes it unless somebody else noted
	 * something meanwhile: only whoever wants the newest changes what is pinned.
	 * @param reference the model
	 * @return the folder of the commit that is noted now
	 */
	Snapshot first(HubReference reference) {
		return snapshot(reference, false);
	}

	private Snapshot snapshot(HubReference reference, boolean replace) {
		if (this.settings.offline()) {
			throw this.problems.offline("The model %s".formatted(reference), reference);
		}
		RepositoryListing listing = listing(reference);
		try (RepositoryLock lock = this.cache.lock(reference.repository())) {
			Optional<Snapshot> noted = replace ? Optional.empty() : this.cache.find(reference);
			return noted.isPresent() ? noted.get()
					: this.cache.point(lock, reference, listing.commit(), listing.files());
		}
		catch (IOException ex) {
			throw this.problems.notWritable(ex);
		}
	}

	private RepositoryListing listing(HubReference reference) {
		Attempts attempts = new Attempts(this.settings, "The list of files of %s".formatted(reference));
		while (true) {
			try {
				return this.client.listing(reference);
			}
			catch (IOException ex) {
				attempts.failed(ex);
			}
		}
	}

	@Override
	public void fetch(Snapshot snapshot, String path) {
		String repository = snapshot.record().repository();
		HubReference reference = new HubReference(repository, snapshot.record().commit());
		if (!snapshot.record().listing().contains(path)) {
			throw new InvalidModelException("%s has no file %s.".formatted(reference, path),
					"Use another revision, or another model.");
		}
		if (this.settings.offline()) {
			throw this.problems.offline("%s of %s".formatted(path, reference), reference);
		}
		try (RepositoryLock lock = this.cache.lock(repository)) {
			snapshot.refresh();
			if (!snapshot.has(path)) {
				FileDownload.Complete complete = new FileDownload(this.settings, this.client, this.cache, reference,
						path)
					.run();
				snapshot.add(lock, path, complete.file(), complete.temporary());
			}
		}
		catch (IOException ex) {
			throw this.problems.notWritable(ex);
		}
	}

}
