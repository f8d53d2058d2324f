package dev.semblance.boot.encoders;

import dev.semblance.boot.SemblanceProperties;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * Auto-configures further dense encoders, each once {@code semblance.dense.<name>.model}
 * is set: a bean {@code <name>DenseEncoder} with the qualifier {@code <name>}. All other
 * properties of {@code semblance.dense} can be set for it, too.
 */
@AutoConfiguration(after = DenseEncoderAutoConfiguration.class)
@EnableConfigurationProperties(SemblanceProperties.class)
@Import(NamedDenseEncodersRegistrar.class)
public final class NamedDenseEncodersAutoConfiguration {

	NamedDenseEncodersAutoConfiguration() {
	}

}
