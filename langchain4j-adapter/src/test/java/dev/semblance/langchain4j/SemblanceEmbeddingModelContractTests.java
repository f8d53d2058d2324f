package dev.semblance.langchain4j;

import java.util.List;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.common.AbstractEmbeddingModelIT;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;

/**
 * LangChain4j's own conformance tests.
 */
class SemblanceEmbeddingModelContractTests extends AbstractEmbeddingModelIT {

	@Override
	protected List<EmbeddingModel> models() {
		return List.of(new SemblanceEmbeddingModel(new LetterCountEncoder()));
	}

	@Override
	protected EmbeddingModel modelWith(EmbeddingModelListener listener) {
		return new SemblanceEmbeddingModel(new LetterCountEncoder(), List.of(listener));
	}

	@Override
	protected EmbeddingModel failingModelWith(EmbeddingModelListener listener) {
		LetterCountEncoder encoder = new LetterCountEncoder();
		encoder.broken = true;
		return new SemblanceEmbeddingModel(encoder, List.of(listener));
	}

	@Override
	protected int dimensionsParameter() {
		return LetterCountEncoder.MODEL.dimensions() / 2;
	}

	@Override
	protected boolean supportsImageInput() {
		return false;
	}

}
