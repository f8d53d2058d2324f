package dev.semblance.encoders;

/**
 * Where a text came in a ranking.
 *
 * @param position where it stood in the caller's list, from 0
 * @param score its score; higher is better
 */
public record RankedText(int position, float score) {
}
