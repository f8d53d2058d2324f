package dev.semblance.cli;

/**
 * One line of an encoded file. Compares by identity of the vector.
 *
 * @param text what was encoded
 * @param vector its dense vector
 */
@SuppressWarnings("ArrayRecordComponent")
record EncodedText(String text, float[] vector) {
}
