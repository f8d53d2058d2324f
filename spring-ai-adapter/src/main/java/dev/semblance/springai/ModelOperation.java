package dev.semblance.springai;

import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.model.ModelRequest;
import org.springframework.ai.model.ModelResponse;
import org.springframework.ai.model.observation.ModelObservationContext;
import org.springframework.ai.observation.AiOperationMetadata;
import org.springframework.ai.observation.conventions.AiProvider;

/**
 * The observed call of a model for which Spring AI has no observation.
 */
final class ModelOperation extends ModelObservationContext<ModelRequest<?>, ModelResponse<?>> {

	private final String model;

	private @Nullable Usage usage;

	ModelOperation(String operationType, String model, ModelRequest<?> request) {
		super(request,
				AiOperationMetadata.builder().operationType(operationType).provider(AiProvider.ONNX.value()).build());
		this.model = model;
	}

	String model() {
		return this.model;
	}

	@Nullable Usage usage() {
		return this.usage;
	}

	<R extends ModelResponse<?>> R observe(ObservationRegistry registry, Supplier<R> call, Function<R, Usage> usage) {
		return Observation.createNotStarted(ModelOperationConvention.INSTANCE, () -> this, registry).observe(() -> {
			R response = call.get();
			setResponse(response);
			this.usage = usage.apply(response);
			return response;
		});
	}

}
