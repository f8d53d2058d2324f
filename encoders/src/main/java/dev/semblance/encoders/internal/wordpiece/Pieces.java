package dev.semblance.encoders.internal.wordpiece;

import java.util.Map;

/**
 * What words are cut into.
 *
 * @param trie the tokens
 * @param continuation where tokens begin that do not begin a word, -1 if there are none
 * @param unknown id of the token for words that cannot be cut
 * @param longestWord most characters of a word that is cut
 */
record Pieces(TokenTrie trie, int continuation, int unknown, int longestWord) {

	/**
	 * Takes a model's vocabulary.
	 * @param ids the ids of its tokens by their spelling
	 * @param prefix with what tokens begin that do not begin a word
	 * @param unknown id of the token for words that cannot be cut
	 * @param longestWord most characters of a word that is cut
	 */
	static Pieces of(Map<String, Integer> ids, String prefix, int unknown, int longestWord) {
		TokenTrie trie = new TokenTrie(ids);
		return new Pieces(trie, trie.find(prefix), unknown, longestWord);
	}

}
