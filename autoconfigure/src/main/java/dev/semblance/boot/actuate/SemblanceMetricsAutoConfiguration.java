package dev.semblance.boot.actuate;

import dev.semblance.boot.internal.CallObserver;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configures metrics of encoders, of the runtime, of the store and of the reranker
 * once there is a {@link MeterRegistry}.
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class SemblanceMetricsAutoConfiguration {

	SemblanceMetricsAutoConfiguration() {
	}

	@Bean
	static MetricsPostProcessor semblanceMetricsPostProcessor(ConfigurableListableBeanFactory beanFactory,
			Environment environment, ObjectProvider<MeterRegistry> registry) {
		return new MetricsPostProcessor(beanFactory, new SemblanceBeans(beanFactory, environment), registry);
	}

	@Bean
	@ConditionalOnSingleCandidate(MeterRegistry.class)
	CallObserver semblanceCallObserver(MeterRegistry registry) {
		return new TimedRetrieval(registry);
	}

}
