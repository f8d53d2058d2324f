package dev.semblance.boot.internal;

import java.util.List;

import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.encoders.MultiVectorModel;
import dev.semblance.encoders.Prompt;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.TokenEncoding;

/**
 * Token vectors of an encoder that is a bean of its own: closed as such, and its work is
 * counted there.
 *
 * @param encoder the encoder
 */
public record SharedTokenEncoder(MultiVectorEncoder encoder) implements MultiVectorEncoder {

	@Override
	public MultiVectorModel model() {
		return this.encoder.model();
	}

	@Override
	public TokenEncoding encode(List<String> texts, TextRole role, Prompt prompt) {
		return this.encoder.encode(texts, role, prompt);
	}

	@Override
	public void close() {
		// The bean is closed after those that need it.
	}

}
