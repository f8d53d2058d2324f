package dev.semblance.encoders.internal.wordpiece;

/**
 * What is done to a text before it is cut into words, in this order.
 *
 * @param lowerFirst whether letters are made lower-case before anything else
 * @param cleanText whether control characters are removed and all white space is made
 * spaces
 * @param spaceChinese whether each Chinese character becomes a word
 * @param stripAccents whether characters are decomposed and lose their accents
 * @param lowercase whether letters are made lower-case at last
 */
record NormalizerSteps(boolean lowerFirst, boolean cleanText, boolean spaceChinese, boolean stripAccents,
		boolean lowercase) {
}
