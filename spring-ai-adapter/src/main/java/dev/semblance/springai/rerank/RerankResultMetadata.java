package dev.semblance.springai.rerank;

import org.springframework.ai.model.ResultMetadata;

/**
 * What is known about a {@link RerankResult}.
 *
 * @param index where the document stood in the request, from 0
 * @param score what the model gave it; higher is better, and the range is the model's
 */
public record RerankResultMetadata(int index, double score) implements ResultMetadata {
}
