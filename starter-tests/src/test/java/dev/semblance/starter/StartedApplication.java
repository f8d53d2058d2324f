package dev.semblance.starter;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.metrics.buffering.BufferingApplicationStartup;
import org.springframework.boot.context.metrics.buffering.StartupTimeline.TimelineEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.metrics.StartupStep.Tag;

/**
 * A process that starts an application and says how long it took.
 */
final class StartedApplication {

	/** How the line begins that has the numbers. */
	static final String MARK = "started in ";

	private static final int STEPS = 10_000;

	private StartedApplication() {
	}

	/**
	 * Starts the application and ends it again.
	 * @param arguments its properties
	 */
	public static void main(String[] arguments) {
		BufferingApplicationStartup startup = new BufferingApplicationStartup(STEPS);
		SpringApplication application = new SpringApplication(TestApplication.class);
		application.setApplicationStartup(startup);
		ConfigurableApplicationContext context = application.run(arguments);
		long ready = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		System.out.println(MARK + ready + " " + model(startup.getBufferedTimeline().getEvents()).toMillis());
		context.close();
	}

	/** What the encoder itself takes, without the beans that it is made of. */
	private static Duration model(List<TimelineEvent> events) {
		return events.stream()
			.filter(StartedApplication::isEncoder)
			.map((encoder) -> events.stream()
				.filter((event) -> encoder.getStartupStep().getId() == parent(event))
				.map(TimelineEvent::getDuration)
				.reduce(encoder.getDuration(), Duration::minus))
			.reduce(Duration.ZERO, Duration::plus);
	}

	private static long parent(TimelineEvent event) {
		Long parent = event.getStartupStep().getParentId();
		return (parent != null) ? parent : -1;
	}

	private static boolean isEncoder(TimelineEvent event) {
		if (!event.getStartupStep().getName().equals("spring.beans.instantiate")) {
			return false;
		}
		for (Tag tag : event.getStartupStep().getTags()) {
			if (tag.getKey().equals("beanName") && tag.getValue().equals("denseEncoder")) {
				return true;
			}
		}
		return false;
	}

}
