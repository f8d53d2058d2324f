package dev.semblance.langchain4j;

import java.util.Arrays;
import java.util.List;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.EncodingException;
import dev.semblance.encoders.MultiVectorEncoder;
import dev.semblance.retrieval.reranking.MaxSimReranker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

class SemblanceScoringModelTests {

	private final StubReranker reranker = new StubReranker(String::length);

	private final ScoringModel model = new SemblanceScoringModel(this.reranker);

	@Test
	void scoresComeInTheOrderOfTheSegments() {
		List<TextSegment> segments = List.of(TextSegment.from("hen"), TextSegment.from("goose"),
				TextSegment.from("hen"));
		assertThat(this.model.scoreAll(segments, "bird").content()).containsExactly(3.0, 5.0, 3.0);
		assertThat(this.reranker.calls).containsExactly("bird: [hen, goose, hen]");
	}

	@Test
	void onlyTheTextOfASegmentIsScored() {
		TextSegment segment = TextSegment.from("hen", new Metadata().put("legs", 2));
		assertThat(this.model.score(segment, "bird").content()).isEqualTo(3.0);
	}

	@Test
	void theResponseHasTheTokensThatWereRun() {
		Response<Double> response = this.model.score("goose", "bird");
		assertThat(response.tokenUsage()).isEqualTo(new TokenUsage(10));
		assertThat(response.finishReason()).isNull();
	}

	@Test
	void withoutSegmentsTheRerankerIsNotAsked() {
		Response<List<Double>> response = this.model.scoreAll(List.of(), "bird");
		assertThat(response.content()).isEmpty();
		assertThat(response.tokenUsage()).isEqualTo(new TokenUsage(0));
		assertThat(this.reranker.calls).isEmpty();
	}

	@Test
	@SuppressWarnings("NullAway")
	void nullIsRefusedByName() {
		List<TextSegment> segments = Arrays.asList(TextSegment.from("hen"), null);
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.scoreAll(segments, "bird"))
			.withMessage("segment cannot be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.scoreAll(null, "bird"))
			.withMessage("segments cannot be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.score("hen", null))
			.withMessage("query cannot be null or blank");
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.score((String) null, "bird"))
			.withMessage("text cannot be null or blank");
		assertThat(this.reranker.calls).isEmpty();
	}

	@Test
	void aBlankQueryIsRefusedAlsoWithoutSegments() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.model.scoreAll(List.of(), " "))
			.withMessage("query cannot be null or blank");
	}

	@Test
	void aFailureOfTheRerankerArrivesAsItIs() {
		ScoringModel broken = new SemblanceScoringModel(new StubReranker((text) -> {
			throw new EncodingException("The reranker is broken.", "Mend it.");
		}));
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> broken.score("hen", "bird"));
	}

	@Test
	void tokenVectorsOfARealModelFindTheAnswer() {
		try (DenseEncoder encoder = DenseEncoder.builder("sentence-transformers/all-MiniLM-L6-v2")
			.device(new Device.Cpu())
			.build()) {
			ScoringModel maxSim = new SemblanceScoringModel(new MaxSimReranker(MultiVectorEncoder.over(encoder)));
			Response<List<Double>> response = maxSim.scoreAll(
					List.of(TextSegment.from("Bread is baked from flour."),
							TextSegment.from("The collector writes its log to gc.log.")),
					"Where is the garbage collector's log?");
			assertThat(response.content().get(1)).isGreaterThan(response.content().get(0));
			assertThat(response.tokenUsage()).extracting(TokenUsage::inputTokenCount)
				.asInstanceOf(INTEGER)
				.isPositive();
		}
	}

}
