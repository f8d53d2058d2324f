package dev.semblance.boot;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.semblance.encoders.DenseEncoder;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Starts a real application, as users do, so that what is registered in files is tested
 * too.
 */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationStartTests {

	@Test
	void anApplicationStartsWithEverything() {
		try (ConfigurableApplicationContext context = start("--semblance.dense.model=" + MiniLm.NAME)) {
			assertThat(context.getBeanNamesForType(DenseEncoder.class)).containsExactly("denseEncoder");
			assertThat(context.containsBean("langChain4jEmbeddingModel")).isTrue();
			assertThat(context.containsBean("springAiEmbeddingModel")).isTrue();
		}
	}

	@Test
	void anApplicationWithoutPropertiesStartsWithoutBeans() {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(context.getBeansOfType(AutoCloseable.class)).doesNotContainKeys("denseEncoder", "documentStore");
		}
	}

	@Test
	void aModelThatIsNotThereIsShownAsWhatHappenedAndWhatToDo(CapturedOutput output) {
		assertFails("--semblance.dense.model=no/such-model");
		assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("\\tat ");
	}

	private static void assertFails(String... arguments) {
		assertThat(catchThrowable(() -> start(arguments).close())).isNotNull();
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(arguments);
	}

	@EnableAutoConfiguration
	static class Application {

	}

}
