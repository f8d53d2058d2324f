package dev.semblance.boot;

import java.util.List;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.reranking.Reranker;
import dev.semblance.retrieval.store.DocumentStore;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.util.ClassUtils;

/**
 * What a native image must keep that Semblance looks up by name. The native libraries of
 * ONNX Runtime and of the tokenizers are not among it, see
 * <code>docs/native-image.md</code>.
 */
final class SemblanceRuntimeHints implements RuntimeHintsRegistrar {

	private static final String ENVIRONMENT = "ai.onnxruntime.OrtEnvironment";

	private static final String API = "ai.onnxruntime.OnnxRuntime";

	private static final List<Class<?>> TIMED = List.of(DenseEncoder.class, SparseEncoder.class,
			MultiVectorEncoder.class, CrossEncoder.class, DocumentStore.class, Reranker.class);

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources()
			.registerPattern("META-INF/semblance/**")
			// Weights and tokenizers of models on the class path.
			.registerPattern("*.onnx")
			.registerPattern("*-tokenizer.json")
			.registerPattern("dev/semblance/encoders/internal/wordpiece/characters.bin")
			.registerPattern("dev/semblance/store/pgvector/internal/schema/*.sql");
		// Calls are timed by proxies.
		for (Class<?> type : TIMED) {
			hints.proxies().registerJdkProxy(type);
			hints.reflection().registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS);
		}
		if (ClassUtils.isPresent(ENVIRONMENT, classLoader)) {
			// Where it is found tells which artifact of ONNX Runtime is there, and if one
			// is.
			hints.resources().registerPattern("ai/onnxruntime/OrtEnvironment.class");
			hints.reflection()
				.registerType(TypeReference.of(ENVIRONMENT),
						(type) -> type.withField("nativeHandle")
							.withMethod("createHandle", TypeReference.listOf(long.class, int.class, String.class),
									ExecutableMode.INVOKE))
				.registerType(TypeReference.of(API), (type) -> type.withField("ortApiHandle"));
		}
	}

}
