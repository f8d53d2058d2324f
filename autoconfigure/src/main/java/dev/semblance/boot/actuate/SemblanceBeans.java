package dev.semblance.boot.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.semblance.boot.internal.SharedTokenEncoder;
import dev.semblance.encoders.CrossEncoder;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.DeviceStatistics;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.SparseEncoder;
import dev.semblance.retrieval.pipeline.Retriever;
import dev.semblance.retrieval.reranking.CrossEncoderReranker;
import dev.semblance.retrieval.reranking.MaxSimReranker;
import dev.semblance.retrieval.reranking.Reranker;
import dev.semblance.retrieval.store.DocumentStore;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * The beans that are there. None is created for being looked at: that would load the
 * models of an application that wants them to be loaded when they are needed.
 */
final class SemblanceBeans {

	private static final String DENSE_ENCODER = "DenseEncoder";

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	SemblanceBeans(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	List<LoadedEncoder> encoders() {
		List<LoadedEncoder> encoders = new ArrayList<>();
		for (Class<?> type : List.of(DenseEncoder.class, SparseEncoder.class, MultiVectorEncoder.class,
				CrossEncoder.class, Reranker.class)) {
			created(type).forEach((name, bean) -> encoder(name, bean).ifPresent(encoders::add));
		}
		return encoders;
	}

	/** A bean that is or has an encoder of its own. */
	Optional<LoadedEncoder> encoder(String name, Object bean) {
		Object encoder = TimedCalls.target(bean);
		String device = askedDevice(name);
		if (encoder instanceof DenseEncoder dense) {
			return Optional.of(LoadedEncoder.of(name, dense, device));
		}
		if (encoder instanceof SparseEncoder sparse) {
			return Optional.of(LoadedEncoder.of(name, sparse, device));
		}
		if (encoder instanceof MultiVectorEncoder multiVector) {
			return Optional.of(LoadedEncoder.of(name, multiVector, device));
		}
		if (encoder instanceof CrossEncoder cross) {
			return Optional.of(LoadedEncoder.of(name, cross, device));
		}
		if (encoder instanceof CrossEncoderReranker reranker) {
			return Optional.of(LoadedEncoder.of(name, reranker.encoder(), device));
		}
		if (encoder instanceof MaxSimReranker reranker && !(reranker.encoder() instanceof SharedTokenEncoder)) {
			return Optional.of(LoadedEncoder.of(name, reranker.encoder(), device));
		}
		return Optional.empty();
	}

	/** Tells whether no encoder is still to be created. */
	boolean allEncodersAreThere() {
		return Stream.of(DenseEncoder.class, SparseEncoder.class)
			.flatMap((type) -> Stream.of(this.beanFactory.getBeanNamesForType(type, true, false)))
			.allMatch(this.beanFactory::containsSingleton);
	}

	Map<String, DocumentStore> stores() {
		return created(DocumentStore.class);
	}

	Map<Device, DeviceStatistics> devices() {
		Map<Device, DeviceStatistics> devices = new LinkedHashMap<>();
		runtimes().forEach((runtime) -> devices.putAll(runtime.statistics()));
		return devices;
	}

	List<InferenceRuntime> runtimes() {
		return List.copyOf(created(InferenceRuntime.class).values());
	}

	Optional<Retriever> retriever() {
		return created(Retriever.class).values().stream().findFirst();
	}

	Optional<Reranker> reranker() {
		return created(Reranker.class).values().stream().findFirst();
	}

	private <T> Map<String, T> created(Class<T> type) {
		Map<String, T> beans = new LinkedHashMap<>();
		for (String name : this.beanFactory.getBeanNamesForType(type, false, false)) {
			if (this.beanFactory.containsSingleton(name)) {
				beans.put(name, this.beanFactory.getBean(name, type));
			}
		}
		return beans;
	}

	/** What is set for an encoder that was auto-configured. */
	private @Nullable String askedDevice(String bean) {
		String prefix = switch (bean) {
			case "denseEncoder" -> "semblance.dense";
			case "sparseEncoder" -> "semblance.sparse";
			case "multiVectorEncoder" -> "semblance.multi-vector";
			case "reranker" -> "semblance.reranker";
			default -> bean.endsWith(DENSE_ENCODER)
					? "semblance.dense." + bean.substring(0, bean.length() - DENSE_ENCODER.length()) : null;
		};
		if (prefix == null || this.environment.getProperty(prefix + ".model") == null) {
			return null;
		}
		String device = this.environment.getProperty(prefix + ".device");
		return (device != null) ? device : this.environment.getProperty("semblance.runtime.device", "auto");
	}

}
