package dev.semblance.encoders.internal.loading;

import java.util.Map;

import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.internal.model.ClassifierConfiguration;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.model.ModelModules;

/**
 * Tells from a model's files what it does: from the class that saved it, else from its
 * modules, else from the architecture of its transformer.
 */
public final class ModelKindDetector {

	/** Classes of the reference, and of PyLate; a SentenceTransformer may be anything. */
	private static final Map<String, ModelKind> BY_SAVER = Map.of("SparseEncoder", ModelKind.SPARSE, "CrossEncoder",
			ModelKind.CROSS, "MultiVectorEncoder", ModelKind.MULTI_VECTOR, "ColBERT", ModelKind.MULTI_VECTOR);

	private ModelKindDetector() {
	}

	/**
	 * Finds out what a model does.
	 * @param reference hub id or folder
	 * @param search where to look
	 * @return the kind
	 */
	public static ModelKind detect(String reference, ModelSearch search) {
		return detect(ModelSource.find(reference, search));
	}

	static ModelKind detect(ModelSource source) {
		String type = source.configuration().modelType();
		ModelKind bySaver = (type != null) ? BY_SAVER.get(type) : null;
		if (bySaver != null) {
			return bySaver;
		}
		return source.listed().map((modules) -> byModules(source, modules)).orElseGet(() -> byArchitecture(source));
	}

	private static ModelKind byModules(ModelSource source, ModelModules modules) {
		if (modules.contains(ModelModule.SpladePooling.class)
				|| modules.contains(ModelModule.SparseStaticEmbedding.class)) {
			return ModelKind.SPARSE;
		}
		if (modules.contains(ModelModule.TokenMask.class)) {
			return ModelKind.MULTI_VECTOR;
		}
		if (modules.contains(ModelModule.LogitScore.class)) {
			return ModelKind.CROSS;
		}
		boolean makesSentences = modules.contains(ModelModule.Pooling.class)
				|| modules.contains(ModelModule.StaticEmbedding.class);
		return makesSentences ? ModelKind.DENSE : byArchitecture(source);
	}

	private static ModelKind byArchitecture(ModelSource source) {
		boolean classifier = ClassifierConfiguration.isClassifier(source.files(), "");
		return classifier ? ModelKind.CROSS : ModelKind.DENSE;
	}

}
