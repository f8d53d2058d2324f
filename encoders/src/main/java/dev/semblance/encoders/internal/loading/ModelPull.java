package dev.semblance.encoders.internal.loading;

import java.util.List;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.PulledModel;
import dev.semblance.encoders.PulledModel.PulledFile;
import dev.semblance.encoders.internal.cache.SnapshotRecord.FetchedFile;
import dev.semblance.encoders.internal.hub.HubModels;
import dev.semblance.encoders.internal.hub.PullableModel;
import dev.semblance.encoders.internal.model.HubReference;
import dev.semblance.encoders.internal.natives.NativeRuntime;
import dev.semblance.encoders.internal.variant.VariantChooser;

/**
 * Brings all files that a model needs into the cache.
 */
public final class ModelPull {

	private final HubModels hub;

	private final HubReference reference;

	private final VariantChooser variants;

	private ModelPull(HubModels hub, HubReference reference, VariantChooser variants) {
		this.hub = hub;
		this.reference = reference;
		this.variants = variants;
	}

	/**
	 * Prepares to bring a model.
	 * @param hub where it comes from and where it is kept
	 * @param model the model
	 * @param precision the precision that it is to run in
	 * @param device the device that it is to run on
	 * @return what brings it
	 * @throws InvalidInputException if the name is none of a model on a hub, or precision
	 * and device do not fit together
	 */
	public static ModelPull of(HubModels hub, String model, ModelPrecision precision, Device device) {
		HubReference reference = HubReference.parse(model)
			.orElseThrow(() -> new InvalidInputException("'%s' is no model on a hub.".formatted(model),
					"Give organization/name or organization/name@revision."));
		return new ModelPull(hub, reference,
				VariantChooser.of(precision, device, NativeRuntime.ofEnvironment(), true, reference.repository()));
	}

	/**
	 * Brings the model.
	 * @param repair whether to check first what is in the cache already, at the commit
	 * that is there
	 * @return the model
	 */
	public PulledModel run(boolean repair) {
		PullableModel model = repair ? this.hub.pinned(this.reference) : this.hub.newest(this.reference);
		List<String> damaged = repair ? model.removeDamaged() : List.of();
		damaged.forEach(model::fetch);
		List<String> required = List.copyOf(RequiredFiles.of(model.files(), this.variants));
		required.forEach(model::fetch);
		model.clearPartials();
		List<PulledFile> files = required.stream().map((path) -> {
			FetchedFile file = model.file(path);
			return new PulledFile(path, file.size(), file.sha256());
		}).toList();
		return new PulledModel(this.reference.repository(), model.commit(), model.folder(), files, damaged);
	}

}
