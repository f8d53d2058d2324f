package dev.semblance.boot;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

import ai.onnxruntime.OrtEnvironment;
import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.reranking.Reranker;
import dev.semblance.retrieval.store.DocumentStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemblanceRuntimeHints} as Spring finds them.
 */
class SemblanceRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void register() {
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(SemblanceRuntimeHints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(this.hints, getClass().getClassLoader()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "META-INF/semblance/models.index",
			"META-INF/semblance/models/sentence-transformers/all-MiniLM-L6-v2/1_Pooling/config.json",
			"all-minilm-l6-v2.onnx", "all-minilm-l6-v2-tokenizer.json",
			"dev/semblance/encoders/internal/wordpiece/characters.bin",
			"dev/semblance/store/pgvector/internal/schema/documents.sql", "ai/onnxruntime/OrtEnvironment.class" })
	void resourcesThatAreLookedUpAreKept(String resource) {
		assertThat(getClass().getClassLoader().getResource(resource)).isNotNull();
		assertThat(RuntimeHintsPredicates.resource().forResource(resource)).accepts(this.hints);
	}

	@Test
	void whatKeepsTheRuntimesEnvironmentAliveIsReachable() throws ReflectiveOperationException {
		Field handle = OrtEnvironment.class.getDeclaredField("nativeHandle");
		Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
		Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(handle)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(api)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(create)).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { DenseEncoder.class, SparseEncoder.class, MultiVectorEncoder.class, CrossEncoder.class,
			DocumentStore.class, Reranker.class })
	void callsCanBeTimed(Class<?> type) {
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(type)).accepts(this.hints);
	}

	@Test
	void withoutARuntimeNothingOfItIsKept() {
		RuntimeHints others = new RuntimeHints();
		new SemblanceRuntimeHints().registerHints(others, new FilteredClassLoader(OrtEnvironment.class));
		assertThat(others.reflection().getTypeHint(TypeReference.of("ai.onnxruntime.OrtEnvironment"))).isNull();
		assertThat(others.reflection().getTypeHint(TypeReference.of("ai.onnxruntime.OnnxRuntime"))).isNull();
	}

}
