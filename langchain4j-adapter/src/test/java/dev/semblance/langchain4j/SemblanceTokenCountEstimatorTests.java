package dev.semblance.langchain4j;

import java.util.List;
import java.util.Map;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.TokenCountEstimator;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SemblanceTokenCountEstimatorTests {

	private final TokenCountEstimator estimator = new SemblanceTokenCountEstimator(new ByteTokenEncoder(4));

	@Test
	void specialTokensCountAndPromptsDoNot() {
		assertThat(this.estimator.estimateTokenCountInText("fox")).isEqualTo(5);
		assertThat(this.estimator.estimateTokenCountInText("")).isEqualTo(2);
	}

	@Test
	void textsThatTheEncoderWouldTruncateAreCountedToTheirEnd() {
		try (DenseEncoder encoder = DenseEncoder.builder("sentence-transformers/all-MiniLM-L6-v2")
			.device(new Device.Cpu())
			.build()) {
			assertThat(new SemblanceTokenCountEstimator(encoder).estimateTokenCountInText("river ".repeat(1500)))
				.isEqualTo(1502);
		}
	}

	@Test
	void everyTextOfAMessageIsCounted() {
		assertThat(this.estimator.estimateTokenCountInMessage(SystemMessage.from("fox"))).isEqualTo(5);
		assertThat(this.estimator
			.estimateTokenCountInMessage(UserMessage.from(TextContent.from("fox"), TextContent.from("hen"))))
			.isEqualTo(10);
		assertThat(this.estimator.estimateTokenCountInMessage(AiMessage.from("fox"))).isEqualTo(5);
		assertThat(this.estimator.estimateTokenCountInMessage(ToolExecutionResultMessage.from("1", "tool", "fox")))
			.isEqualTo(5);
	}

	@Test
	void toolsThatAModelAsksForAreCountedByNameAndArguments() {
		ToolExecutionRequest request = ToolExecutionRequest.builder().id("1").name("hunt").arguments("{}").build();
		assertThat(this.estimator.estimateTokenCountInMessage(AiMessage.from(request))).isEqualTo(6 + 4);
		assertThat(this.estimator.estimateTokenCountInMessage(AiMessage.from("fox", List.of(request))))
			.isEqualTo(5 + 6 + 4);
	}

	@Test
	void messagesAddUp() {
		assertThat(this.estimator
			.estimateTokenCountInMessages(List.of(SystemMessage.from("fox"), UserMessage.from("goose")))).isEqualTo(12);
		assertThat(this.estimator.estimateTokenCountInMessages(List.of())).isZero();
	}

	@Test
	void whatIsNotTextIsRefused() {
		assertThatExceptionOfType(UnsupportedFeatureException.class)
			.isThrownBy(() -> this.estimator
				.estimateTokenCountInMessage(UserMessage.from(ImageContent.from("https://example.org/fox.png"))))
			.withMessage("The tokens of IMAGE cannot be counted. Count messages of text only.");
		assertThatExceptionOfType(UnsupportedFeatureException.class)
			.isThrownBy(() -> this.estimator.estimateTokenCountInMessage(CustomMessage.from(Map.of("a", 1))))
			.withMessageContaining("CUSTOM");
	}

	@Test
	@SuppressWarnings("NullAway")
	void nullIsRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.estimator.estimateTokenCountInText(null))
			.withMessage("text cannot be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.estimator.estimateTokenCountInMessage(null))
			.withMessage("message cannot be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.estimator.estimateTokenCountInMessages(null))
			.withMessage("messages cannot be null");
	}

	@Test
	void anEncoderThatCountsNoTokensSaysSo() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(
					() -> new SemblanceTokenCountEstimator(new LetterCountEncoder()).estimateTokenCountInText("fox"))
			.withMessageStartingWith("letters counts no tokens.");
	}

}
