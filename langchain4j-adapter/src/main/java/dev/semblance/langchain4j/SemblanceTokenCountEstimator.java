package dev.semblance.langchain4j;

import java.util.stream.Stream;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.internal.ValidationUtils;
import dev.langchain4j.model.TokenCountEstimator;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.TextRole;

/**
 * Counts the tokens of texts with an encoder's own tokenizer: of the whole text, also
 * where the encoder would truncate it, with the special tokens that every text gets and
 * without a prompt. It is exact, not an estimate, for what this encoder reads, and says
 * little about how a chat model counts.
 * <p>
 * Safe for concurrent callers. Does not own its encoder.
 */
public final class SemblanceTokenCountEstimator implements TokenCountEstimator {

	private final DenseEncoder encoder;

	/**
	 * Creates an estimator.
	 * @param encoder the encoder whose tokens are counted
	 */
	public SemblanceTokenCountEstimator(DenseEncoder encoder) {
		this.encoder = encoder;
	}

	/**
	 * Counts the tokens of a text.
	 * @param text the text; may be empty
	 * @return the number of tokens, special ones included
	 * @throws IllegalArgumentException if the text is {@code null}
	 * @throws dev.semblance.encoders.InvalidInputException if the encoder counts no
	 * tokens
	 */
	@Override
	public int estimateTokenCountInText(String text) {
		return count(Stream.of(ValidationUtils.ensureNotNull(text, "text")));
	}

	/**
	 * Counts the tokens of a message: of its texts, and of the names and arguments of the
	 * tools it asks for.
	 * @param message the message
	 * @return the number of tokens, those of each text with its special ones
	 * @throws UnsupportedFeatureException if the message has anything but text, such as
	 * an image
	 */
	@Override
	public int estimateTokenCountInMessage(ChatMessage message) {
		return count(texts(ValidationUtils.ensureNotNull(message, "message")));
	}

	/**
	 * Counts the tokens of messages.
	 * @param messages the messages
	 * @return the sum of what each message has
	 * @throws UnsupportedFeatureException if a message has anything but text
	 */
	@Override
	public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
		int sum = 0;
		for (ChatMessage message : ValidationUtils.ensureNotNull(messages, "messages")) {
			sum = (int) Math.min(Integer.MAX_VALUE, (long) sum + estimateTokenCountInMessage(message));
		}
		return sum;
	}

	private int count(Stream<String> texts) {
		long sum = this.encoder.countTokens(texts.toList(), TextRole.DOCUMENT)
			.stream()
			.mapToLong(Integer::longValue)
			.sum();
		return (int) Math.min(Integer.MAX_VALUE, sum);
	}

	private static Stream<String> texts(ChatMessage message) {
		if (message instanceof UserMessage user) {
			return user.contents().stream().map(SemblanceTokenCountEstimator::text);
		}
		if (message instanceof SystemMessage system) {
			return Stream.of(system.text());
		}
		if (message instanceof ToolExecutionResultMessage result) {
			return result.contents().stream().map(SemblanceTokenCountEstimator::text);
		}
		if (message instanceof AiMessage answer) {
			Stream<String> calls = answer.toolExecutionRequests().stream().flatMap(SemblanceTokenCountEstimator::texts);
			return Stream.concat(Stream.ofNullable(answer.text()), calls);
		}
		throw unsupported(message.type().toString());
	}

	private static Stream<String> texts(ToolExecutionRequest request) {
		return Stream.of(request.name(), request.arguments()).filter((text) -> text != null);
	}

	private static String text(Content content) {
		if (content instanceof TextContent text) {
			return text.text();
		}
		throw unsupported(content.type().toString());
	}

	private static UnsupportedFeatureException unsupported(String kind) {
		return new UnsupportedFeatureException(
				"The tokens of %s cannot be counted. Count messages of text only.".formatted(kind));
	}

}
