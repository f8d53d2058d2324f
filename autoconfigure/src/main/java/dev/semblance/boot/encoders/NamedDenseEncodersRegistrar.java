package dev.semblance.boot.encoders;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.semblance.boot.SemblanceProperties;
import dev.semblance.boot.SemblanceProperties.Dense;
import dev.semblance.boot.internal.ConfiguredValue;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.InferenceRuntime;
import dev.semblance.encoders.ModelHub;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a dense encoder for each name under {@code semblance.dense}.
 */
final class NamedDenseEncodersRegistrar implements ImportBeanDefinitionRegistrar {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName
		.of(DenseEncoderAutoConfiguration.PREFIX);

	private static final String MODEL = "model";

	private final Environment environment;

	private final BeanFactory beanFactory;

	NamedDenseEncodersRegistrar(Environment environment, BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		for (String name : names()) {
			String beanName = name + "DenseEncoder";
			if (!registry.containsBeanDefinition(beanName)) {
				registry.registerBeanDefinition(beanName, definition(name, registry));
			}
		}
	}

	/** A prompt may be called model; the property above it is none of a model. */
	private Set<String> names() {
		Set<String> names = new TreeSet<>();
		ConfigurationPropertySources.get(this.environment).forEach((source) -> {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter((name) -> PREFIX.isAncestorOf(name)
							&& name.getNumberOfElements() == PREFIX.getNumberOfElements() + 2)
					.filter((name) -> name.getLastElement(ConfigurationPropertyName.Form.UNIFORM).equals(MODEL))
					.map((name) -> name.getElement(PREFIX.getNumberOfElements(), ConfigurationPropertyName.Form.DASHED))
					.filter((name) -> !name.equals("prompts"))
					.forEach(names::add);
			}
		});
		return names;
	}

	private RootBeanDefinition definition(String name, BeanDefinitionRegistry registry) {
		String prefix = PREFIX + "." + name;
		Dense dense = Binder.get(this.environment).bindOrCreate(prefix, Bindable.of(Dense.class));
		RootBeanDefinition definition = new RootBeanDefinition(DenseEncoder.class, () -> create(prefix, dense));
		definition.setDestroyMethodName("close");
		if (dense.primary()) {
			primaryOf(registry).ifPresent((other) -> {
				throw new ConfiguredValue<>(prefix + ".primary", true).refused(
						"The bean '%s' is the primary dense encoder already. Let one of them be it.".formatted(other));
			});
			definition.setPrimary(true);
		}
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		return definition;
	}

	private Optional<String> primaryOf(BeanDefinitionRegistry registry) {
		return Stream.of(((ListableBeanFactory) this.beanFactory).getBeanNamesForType(DenseEncoder.class, true, false))
			.filter((name) -> registry.containsBeanDefinition(name) && registry.getBeanDefinition(name).isPrimary())
			.findFirst();
	}

	private DenseEncoder create(String prefix, Dense dense) {
		return DenseEncoderAutoConfiguration.create(prefix, dense,
				this.beanFactory.getBean(SemblanceProperties.class).runtime(),
				this.beanFactory.getBean(InferenceRuntime.class), this.beanFactory.getBean(ModelHub.class));
	}

}
