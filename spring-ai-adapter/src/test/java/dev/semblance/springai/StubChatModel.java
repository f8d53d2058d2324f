package dev.semblance.springai;

import java.util.ArrayList;
import java.util.List;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * A chat model that answers what it is told to, and remembers what it was asked.
 */
final class StubChatModel implements ChatModel {

	final List<String> prompts = new ArrayList<>();

	private final String answer;

	StubChatModel(String answer) {
		this.answer = answer;
	}

	@Override
	public ChatResponse call(Prompt prompt) {
		this.prompts.add(prompt.getContents());
		return new ChatResponse(List.of(new Generation(new AssistantMessage(this.answer))));
	}

}
