package dev.semblance.starter;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * An application without a bean of its own.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
class TestApplication {

	/** The other starter's classes of LangChain4j. */
	static final String LANGCHAIN4J_STARTER = "dev.langchain4j.spring";

	static final String LANGCHAIN4J = "dev.langchain4j";

	static final String SPRING_AI = "org.springframework.ai";

	static final String SPRING_AI_PGVECTOR = "org.springframework.ai.vectorstore.pgvector";

	static final String SPRING_AI_TRANSFORMERS = "org.springframework.ai.transformers";

	static final String DATA_SOURCES = "org.springframework.jdbc";

	/**
	 * Starts an application.
	 * @param hidden packages that are not on its class path
	 * @param arguments its properties as arguments of the command line
	 * @return its context, to be closed
	 */
	static ConfigurableApplicationContext start(String[] hidden, String... arguments) {
		SpringApplication application = new SpringApplication(
				new DefaultResourceLoader(new FilteredClassLoader(hidden)), TestApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		return application.run(arguments);
	}

	static String[] hiding(String... packages) {
		return packages;
	}

}
