package dev.semblance.encoders.internal.runtime;

import dev.semblance.encoders.internal.onnx.ModelInputs;
import java.util.List;
import java.util.Objects;

import ai.onnxruntime.OrtException;
import dev.semblance.encoders.internal.scheduler.LaneMemory;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BatchTensorsTests {

	private static final TokenizedText LONG = new TokenizedText(new long[] { 5, 6, 7, 8 }, 4);

	private static final TokenizedText SHORT = new TokenizedText(new long[] { 5, 6 }, 2);

	@Test
	void aBatchOfTextsOfOneLengthIsNotPadded() throws OrtException {
		assertThat(isPadded(LONG, LONG)).isFalse();
		assertThat(isPadded(SHORT)).isFalse();
	}

	@Test
	void aBatchWithAShorterTextIsPadded() throws OrtException {
		assertThat(isPadded(LONG, SHORT)).isTrue();
		assertThat(isPadded(SHORT, LONG)).isTrue();
	}

	@Test
	void aTextWithTokensThatAreNotAttendedToIsMaskedLikePadding() throws OrtException {
		assertThat(isPadded(LONG, new TokenizedText(new long[] { 5, 6, 1, 1 }, null, 2, 0, 2))).isTrue();
	}

	private static boolean isPadded(TokenizedText... texts) throws OrtException {
		int longest = List.of(texts).stream().mapToInt((text) -> text.ids().length).max().orElseThrow();
		BatchLayout layout = new BatchLayout(List.of(ModelInputs.INPUT_IDS, ModelInputs.PADDED), 0, false);
		try (BatchTensors tensors = BatchTensors.of(layout, List.of(texts), longest, List.of(), new LaneMemory())) {
			return (boolean) Objects.requireNonNull(tensors.inputs().get(ModelInputs.PADDED)).getValue();
		}
	}

}
