package dev.semblance.boot.actuate;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.reranking.Reranker;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Gives an encoder its metrics when it has been loaded, so that one that is loaded late
 * has them too and none is loaded for them, and takes the time of calls to it. The latter
 * is left out for beans that are declared by their class, which may be asked for by it.
 */
final class MetricsPostProcessor implements BeanPostProcessor {

	private static final List<Class<?>> ENCODERS = List.of(DenseEncoder.class, SparseEncoder.class,
			MultiVectorEncoder.class, CrossEncoder.class);

	private static final List<String> CALLS = List.of("encode", "encodeQuery", "encodeDocuments", "encodeTokens",
			"predict", "score", "rank");

	private final ConfigurableListableBeanFactory beanFactory;

	private final SemblanceBeans beans;

	private final ObjectProvider<MeterRegistry> registry;

	MetricsPostProcessor(ConfigurableListableBeanFactory beanFactory, SemblanceBeans beans,
			ObjectProvider<MeterRegistry> registry) {
		this.beanFactory = beanFactory;
		this.beans = beans;
		this.registry = registry;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (!(bean instanceof Reranker) && ENCODERS.stream().noneMatch((type) -> type.isInstance(bean))) {
			return bean;
		}
		MeterRegistry unique = this.registry.getIfUnique();
		if (unique == null) {
			return bean;
		}
		this.beans.runtimes().forEach((runtime) -> new RuntimeMetrics(runtime).bindTo(unique));
		return this.beans.encoder(name, bean).map((encoder) -> observe(bean, name, encoder, unique)).orElse(bean);
	}

	private Object observe(Object bean, String name, LoadedEncoder encoder, MeterRegistry meters) {
		new EncoderMetrics(encoder).bindTo(meters);
		Class<?> declared = declaredType(name);
		return ENCODERS.stream()
			.filter((type) -> type == declared && type.isInstance(bean))
			.findFirst()
			.map((type) -> timed(type, bean, encoder, meters))
			.orElse(bean);
	}

	private static <T> Object timed(Class<T> type, Object bean, LoadedEncoder encoder, MeterRegistry meters) {
		CallTimer timer = new CallTimer(meters, EncoderMetrics.PREFIX + "calls",
				"Time of calls to an encoder, waiting included.", EncoderMetrics.tags(encoder.description()));
		Map<String, CallTimer> timers = CALLS.stream().collect(Collectors.toMap((call) -> call, (call) -> timer));
		return TimedCalls.of(type, type.cast(bean), timers);
	}

	private @Nullable Class<?> declaredType(String name) {
		return this.beanFactory.containsBeanDefinition(name)
				? this.beanFactory.getMergedBeanDefinition(name).getResolvableType().resolve() : null;
	}

}
