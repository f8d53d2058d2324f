package dev.semblance.encoders.internal.model;

import org.jspecify.annotations.Nullable;

/**
 * How short queries of a multi-vector model are filled up with a token whose vectors
 * count.
 *
 * @param fixed whether longer queries are cut to the length, instead of left as they are
 * @param attended whether the model attends to the added tokens
 * @param token the token; {@code null} for the tokenizer's mask token
 * @param length number of tokens a query has at least
 */
public record QueryExpansion(boolean fixed, boolean attended, @Nullable String token, int length) {
}
