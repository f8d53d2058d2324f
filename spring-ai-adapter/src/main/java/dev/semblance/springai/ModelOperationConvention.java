package dev.semblance.springai;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.embedding.observation.DefaultEmbeddingModelObservationConvention;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationDocumentation.HighCardinalityKeyNames;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationDocumentation.LowCardinalityKeyNames;

/**
 * Names observations as Spring AI does. Meters of one name must have the same tags, or
 * registries such as that of Prometheus drop one of them, so the keys of low cardinality
 * are exactly those of its embedding models.
 */
final class ModelOperationConvention implements ObservationConvention<ModelOperation> {

	static final ModelOperationConvention INSTANCE = new ModelOperationConvention();

	private ModelOperationConvention() {
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ModelOperation;
	}

	@Override
	public String getName() {
		return DefaultEmbeddingModelObservationConvention.DEFAULT_NAME;
	}

	@Override
	public String getContextualName(ModelOperation context) {
		return context.getOperationMetadata().operationType() + " " + context.model();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ModelOperation context) {
		String answering = (context.getResponse() != null) ? context.model() : KeyValue.NONE_VALUE;
		return KeyValues.of(
				LowCardinalityKeyNames.AI_OPERATION_TYPE.withValue(context.getOperationMetadata().operationType()),
				LowCardinalityKeyNames.AI_PROVIDER.withValue(context.getOperationMetadata().provider()),
				LowCardinalityKeyNames.REQUEST_MODEL.withValue(context.model()),
				LowCardinalityKeyNames.RESPONSE_MODEL.withValue(answering));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ModelOperation context) {
		Usage usage = context.usage();
		if (usage == null) {
			return KeyValues.empty();
		}
		return KeyValues.of(
				HighCardinalityKeyNames.USAGE_INPUT_TOKENS.withValue(String.valueOf(usage.getPromptTokens())),
				HighCardinalityKeyNames.USAGE_TOTAL_TOKENS.withValue(String.valueOf(usage.getTotalTokens())));
	}

}
