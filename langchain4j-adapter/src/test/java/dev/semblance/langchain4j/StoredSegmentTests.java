package dev.semblance.langchain4j;

import java.util.Map;
import java.util.Random;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.semblance.retrieval.Document;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoredSegmentTests {

	@Test
	void anEmbeddingWithoutSegmentStaysWithoutSegment() {
		assertThat(StoredSegment.segment(StoredSegment.document("a", null))).isNull();
	}

	@Test
	void everyFloatComesBackAsItWas() {
		Random random = new Random(1);
		for (int i = 0; i < 100_000; i++) {
			float number = Float.intBitsToFloat(random.nextInt());
			if (Float.isFinite(number)) {
				assertThat(((Double) StoredSegment.value(number)).floatValue()).isEqualTo(number);
			}
		}
	}

	@Test
	void booleansOfOtherWritersArriveAsText() {
		Document document = new Document("a", "text", Map.of("open", true, "year", 2020L));
		assertThat(StoredSegment.segment(document))
			.isEqualTo(TextSegment.from("text", new Metadata().put("open", "true").put("year", 2020L)));
	}

}
