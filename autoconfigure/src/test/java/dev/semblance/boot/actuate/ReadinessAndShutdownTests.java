package dev.semblance.boot.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.semblance.boot.TinyModel;
import dev.semblance.encoders.DenseEncoder;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * An application is ready when its models are loaded, and lets go of them when nobody
 * needs them any more.
 */
class ReadinessAndShutdownTests {

	@Test
	void anApplicationIsReadyAfterItsModelIsLoadedAndWarm() {
		Events events = new Events();
		SpringApplication application = new SpringApplication(Application.class, Recording.class);
		application.addInitializers((context) -> context.getBeanFactory().registerSingleton("events", events));
		try (ConfigurableApplicationContext context = application.run(arguments())) {
			assertThat(events.names).containsSubsequence("loaded", "ready");
			assertThat(context.getBean(DenseEncoder.class).encodeQuery("warm")).isNotEmpty();
		}
	}

	@Test
	void whatEncodesWhileTheApplicationStopsIsServed() {
		Events events = new Events();
		SpringApplication application = new SpringApplication(Application.class, Stopping.class);
		application.addInitializers((context) -> context.getBeanFactory().registerSingleton("events", events));
		ConfigurableApplicationContext context = application.run(arguments());
		DenseEncoder encoder = context.getBean(DenseEncoder.class);
		context.close();
		assertThat(events.names).containsOnlyOnce("encoded while stopping");
		assertThatIllegalStateException().isThrownBy(() -> encoder.encodeQuery("late"));
	}

	@Test
	void aRequestInFlightIsAnsweredBeforeItsEncoderCloses() throws Exception {
		SpringApplication application = new SpringApplication(Application.class, Serving.class);
		ConfigurableApplicationContext context = application.run(arguments());
		int port = Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer()).getPort();
		CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
			.sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:%d/encode".formatted(port))).build(),
					HttpResponse.BodyHandlers.ofString());
		context.getBean(Serving.class).inside.await();
		context.close();
		assertThat(answer.get().body()).isEqualTo("3000");
		assertThat(answer.get().statusCode()).isEqualTo(200);
	}

	private static String[] arguments() {
		return new String[] { "--semblance.dense.model=" + TinyModel.DENSE, "--server.port=0" };
	}

	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Application {

	}

	/** What happened, in its order. */
	static final class Events implements ApplicationListener<ApplicationEvent> {

		private final List<String> names = Collections.synchronizedList(new ArrayList<>());

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			if (event instanceof AvailabilityChangeEvent<?> change
					&& change.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
				this.names.add("ready");
			}
		}

	}

	static class Recording {

		@Bean
		static BeanPostProcessor recorder(BeanFactory beans) {
			return new BeanPostProcessor() {

				@Override
				public @Nullable Object postProcessAfterInitialization(Object bean, String name) {
					if (bean instanceof DenseEncoder) {
						beans.getBean(Events.class).names.add("loaded");
					}
					return bean;
				}

			};
		}

	}

	static class Stopping {

		@Bean
		SmartLifecycle consumer(DenseEncoder encoder, Events events) {
			return new SmartLifecycle() {

				private volatile boolean running;

				@Override
				public void start() {
					this.running = true;
				}

				@Override
				public void stop() {
					assertThat(encoder.encodeQuery("the last message")).isNotEmpty();
					events.names.add("encoded while stopping");
					this.running = false;
				}

				@Override
				public boolean isRunning() {
					return this.running;
				}

			};
		}

	}

	/** Encodes a request's texts when the application is about to stop. */
	static class Serving implements ApplicationListener<ContextClosedEvent> {

		private final CountDownLatch inside = new CountDownLatch(1);

		private final CountDownLatch closing = new CountDownLatch(1);

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			this.closing.countDown();
		}

		@Bean
		ServletRegistrationBean<HttpServlet> encode(DenseEncoder encoder) {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
					Serving.this.inside.countDown();
					try {
						Serving.this.closing.await();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
					int count = encoder.encodeDocuments(Collections.nCopies(3000, "some words")).size();
					String body = Integer.toString(count);
					response.setContentLength(body.length());
					response.getWriter().print(body);
					// Tomcat takes a request for done before it sends what is left in the
					// buffer, and may stop in between.
					response.flushBuffer();
				}

			}, "/encode");
		}

	}

}
