package dev.semblance.encoders.internal.hub;

import java.io.IOException;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.ModelNotFoundException;
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

	HubFetcher(HubSettings settings, ModelCache cache) {
		this.settings = settings;
		this.cache = cache;
		this.client = new HubClient(settings);
	}

	/**
	 * Asks the hub what a revision stands for, and notes it.
	 * @param reference the model
	 * @return the folder of the commit
	 */
	Snapshot snapshot(HubReference reference) {
		if (this.settings.offline()) {
			throw new ModelNotFoundException(
					"The model %s is neither on the class path nor in the cache %s, and nothing may be fetched (offline)."
						.formatted(reference, this.settings.home()),
					"Run 'semblance pull %s' where there is a network and copy the cache, or allow it (HF_HUB_OFFLINE, "
						.formatted(reference) + "semblance.hub.offline).");
		}
		RepositoryListing listing = listing(reference);
		try (RepositoryLock lock = this.cache.lock(reference.repository())) {
			return this.cache.point(lock, reference, listing.commit(), listing.files());
		}
		catch (IOException ex) {
			throw notWritable(ex);
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
			throw new ModelNotFoundException(
					"%s of %s is not in the cache %s, and nothing may be fetched (offline).".formatted(path, reference,
							this.settings.home()),
					"Run 'semblance pull %s' where there is a network and copy the cache, or allow it (HF_HUB_OFFLINE, "
						.formatted(reference) + "semblance.hub.offline).");
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
			throw notWritable(ex);
		}
	}

	private ModelDownloadException notWritable(IOException cause) {
		return new ModelDownloadException(
				"The cache folder %s cannot be written: %s.".formatted(this.settings.home(), cause),
				"Make it writable, or set SEMBLANCE_HOME to another folder.", cause);
	}

}
