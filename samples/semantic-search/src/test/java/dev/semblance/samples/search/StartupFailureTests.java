package dev.semblance.samples.search;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTests {

	@Test
	void documentsThatAreNotThereAreExplainedAtOnceWithoutAStackTrace(@TempDir Path folder, CapturedOutput output) {
		Path missing = folder.resolve("missing");
		assertThatException().isThrownBy(
				() -> SpringApplication.run(SearchApplication.class, "--documents=" + missing, "--server.port=0"));
		assertThat(output).contains("Description:", "There is nothing at " + missing, "Action:", "--documents")
			.doesNotContain("\tat ", "Loaded ");
	}

}
