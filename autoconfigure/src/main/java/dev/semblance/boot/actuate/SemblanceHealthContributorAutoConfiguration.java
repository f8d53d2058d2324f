package dev.semblance.boot.actuate;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configures health of encoders and stores, unless
 * {@code management.health.semblance.enabled} is false.
 */
@AutoConfiguration
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
public final class SemblanceHealthContributorAutoConfiguration {

	SemblanceHealthContributorAutoConfiguration() {
	}

	@Bean
	@ConditionalOnEnabledHealthIndicator("semblance")
	@ConditionalOnMissingBean(name = { "semblanceHealthIndicator", "semblanceHealthContributor" })
	HealthIndicator semblanceHealthContributor(ConfigurableListableBeanFactory beanFactory, Environment environment) {
		return new SemblanceHealthIndicator(new SemblanceBeans(beanFactory, environment));
	}

}
