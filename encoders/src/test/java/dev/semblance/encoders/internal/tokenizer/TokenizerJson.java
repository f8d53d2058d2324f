package dev.semblance.encoders.internal.tokenizer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files of BERT's tokenizer for tests.
 */
final class TokenizerJson {

	private static final List<String> SPECIAL = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

	private static final JsonMapper JSON = JsonMapper.shared();

	private TokenizerJson() {
	}

	/**
	 * Makes a file like that of BERT.
	 * @param tokens the vocabulary beside special tokens
	 * @param change what is to be different
	 */
	static String bert(Iterable<String> tokens, Consumer<ObjectNode> change) {
		ObjectNode root = (ObjectNode) JSON.readTree("""
				{"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
				 "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
				  "strip_accents": null, "lowercase": true},
				 "pre_tokenizer": {"type": "BertPreTokenizer"},
				 "post_processor": {"type": "TemplateProcessing",
				  "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
				   {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
				  "pair": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
				   {"SpecialToken": {"id": "[SEP]", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}},
				   {"SpecialToken": {"id": "[SEP]", "type_id": 1}}],
				  "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
				   "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
				 "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
				 "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
				  "max_input_chars_per_word": 100}}""");
		Map<String, Integer> ids = new LinkedHashMap<>();
		for (String token : SPECIAL) {
			add(root, ids.size(), token);
			ids.put(token, ids.size());
		}
		tokens.forEach((token) -> ids.putIfAbsent(token, ids.size()));
		ObjectNode vocabulary = JSON.createObjectNode();
		ids.forEach(vocabulary::put);
		((ObjectNode) root.get("model")).set("vocab", vocabulary);
		change.accept(root);
		return JSON.writeValueAsString(root);
	}

	/** Adds a token as special ones are. */
	static ObjectNode add(ObjectNode root, int id, String content) {
		return root.withArray("added_tokens")
			.addObject()
			.put("id", id)
			.put("content", content)
			.put("single_word", false)
			.put("lstrip", false)
			.put("rstrip", false)
			.put("normalized", false)
			.put("special", true);
	}

}
