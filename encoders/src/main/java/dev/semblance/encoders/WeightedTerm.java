package dev.semblance.encoders;

/**
 * A dimension of a sparse vector by its name.
 *
 * @param term the token the dimension stands for
 * @param weight the vector's value there
 */
public record WeightedTerm(String term, float weight) {
}
