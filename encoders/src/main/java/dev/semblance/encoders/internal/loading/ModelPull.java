package dev.semblance.encoders.internal.loading;

import java.util.List;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.PulledModel;
import dev.semblance.encoders.PulledModel.PulledFile;
import dev.semblance.encoders.internal.cache.SnapshotRecord.FetchedFile;
import dev.semblance.encoders.internal.hub.HubModels;
import dev.semblance.encoders.internal.hub.HubSettings;
import dev.semblance.encoders.internal.hub.PullableModel;
import dev.semblance.encoders.internal.model.HubReference;

/**
 * Brings all files that a model needs into the cache.
 */
public final class ModelPull {

	private final HubSettings settings;

	private final HubReference reference;

	private ModelPull(HubSettings settings, HubReference reference) {
		this.settings = settings;
		this.reference = reference;
	}

	/**
	 * Prepares to bring a model.
	 * @param settings where it comes from and where it is kept
	 * @param model the model
	 * @return what brings it
	 * @throws InvalidInputException if the name is none of a model on a hub
	 */
	public static ModelPull of(HubSettings settings, String model) {
		HubReference reference = HubReference.parse(model)
			.orElseThrow(() -> new InvalidInputException("'%s' is no model on a hub.".formatted(model),
					"Give organization/name or organization/name@revision."));
		return new ModelPull(settings, reference);
	}

	/**
	 * Brings the model.
	 * @param repair whether to check first what is in the cache already
	 * @return the model
	 */
	public PulledModel run(boolean repair) {
		PullableModel model = new HubModels(this.settings).newest(this.reference);
		List<String> damaged = repair ? model.removeDamaged() : List.of();
		damaged.forEach(model::fetch);
		List<String> required = List.copyOf(RequiredFiles.of(this.reference.toString(), model.files()));
		required.forEach(model::fetch);
		model.clearPartials();
		List<PulledFile> files = required.stream().map((path) -> {
			FetchedFile file = model.file(path);
			return new PulledFile(path, file.size(), file.sha256());
		}).toList();
		return new PulledModel(this.reference.repository(), model.commit(), model.folder(), files, damaged);
	}

}
