package dev.semblance.encoders.internal.wordpiece;

import java.util.ArrayList;
import java.util.List;

import dev.semblance.encoders.internal.wordpiece.Template.Gap;
import tools.jackson.databind.JsonNode;

/**
 * What the {@code post_processor} of a {@code tokenizer.json} says.
 *
 * @param single what stands around a text
 * @param pair what stands around and between two texts
 */
record Templates(Template single, Template pair) {

	private static final String CLASS = "cls";

	private static final String SEPARATOR = "sep";

	/**
	 * Reads a post-processor.
	 * @param json the post-processor
	 * @throws NotWordPieceException if it is none that BERT's kin have
	 */
	static Templates read(JsonNode json) throws NotWordPieceException {
		if (json.isNull()) {
			return new Templates(new Template(List.of(Gap.NONE, Gap.NONE), 0),
					new Template(List.of(Gap.NONE, Gap.NONE, Gap.NONE), 0, 1));
		}
		return switch (StrictJson.text(json, "type")) {
			case "BertProcessing" -> bert(json);
			case "RobertaProcessing" -> roberta(json);
			case "TemplateProcessing" -> template(json);
			default -> throw new NotWordPieceException(json.toString());
		};
	}

	private static Templates bert(JsonNode json) throws NotWordPieceException {
		StrictJson.type(json, "BertProcessing", SEPARATOR, CLASS);
		Gap classes = Gap.of(idIn(json.get(CLASS)), 0);
		int separator = idIn(json.get(SEPARATOR));
		return new Templates(new Template(List.of(classes, Gap.of(separator, 0)), 0),
				new Template(List.of(classes, Gap.of(separator, 0), Gap.of(separator, 1)), 0, 1));
	}

	private static Templates roberta(JsonNode json) throws NotWordPieceException {
		StrictJson.type(json, "RobertaProcessing", SEPARATOR, CLASS, "trim_offsets", "add_prefix_space");
		StrictJson.truth(json, "trim_offsets");
		StrictJson.truth(json, "add_prefix_space");
		Gap classes = Gap.of(idIn(json.get(CLASS)), 0);
		int separator = idIn(json.get(SEPARATOR));
		Gap behind = Gap.of(separator, 0);
		Gap between = new Gap(new long[] { separator, separator }, new long[2]);
		return new Templates(new Template(List.of(classes, behind), 0),
				new Template(List.of(classes, between, behind), 0, 0));
	}

	/** A token and its id. */
	private static int idIn(JsonNode json) throws NotWordPieceException {
		StrictJson.require(json.isArray() && json.size() == 2, json);
		StrictJson.text(json.get(0));
		return StrictJson.number(json.get(1));
	}

	private static Templates template(JsonNode json) throws NotWordPieceException {
		StrictJson.type(json, "TemplateProcessing", "single", "pair", "special_tokens");
		JsonNode special = json.get("special_tokens");
		return new Templates(template(json.get("single"), special, "A"), template(json.get("pair"), special, "A", "B"));
	}

	private static Template template(JsonNode pieces, JsonNode special, String... texts) throws NotWordPieceException {
		StrictJson.require(pieces.isArray(), pieces);
		List<Gap> gaps = new ArrayList<>();
		long[] textTypes = new long[texts.length];
		List<Long> ids = new ArrayList<>();
		List<Long> types = new ArrayList<>();
		for (JsonNode piece : pieces) {
			if (piece.has("Sequence")) {
				StrictJson.fields(piece, "Sequence");
				JsonNode text = piece.get("Sequence");
				StrictJson.fields(text, "id", "type_id");
				StrictJson.require(gaps.size() < texts.length && StrictJson.text(text, "id").equals(texts[gaps.size()]),
						pieces);
				textTypes[gaps.size()] = StrictJson.number(text.get("type_id"));
				gaps.add(gap(ids, types));
			}
			else {
				StrictJson.fields(piece, "SpecialToken");
				addSpecial(piece.get("SpecialToken"), special, ids, types);
			}
		}
		gaps.add(gap(ids, types));
		StrictJson.require(gaps.size() == texts.length + 1, pieces);
		return new Template(gaps, textTypes);
	}

	private static void addSpecial(JsonNode token, JsonNode special, List<Long> ids, List<Long> types)
			throws NotWordPieceException {
		StrictJson.fields(token, "id", "type_id");
		String name = StrictJson.text(token, "id");
		JsonNode tokens = special.path(name);
		StrictJson.fields(tokens, "id", "ids", "tokens");
		StrictJson.require(StrictJson.text(tokens, "id").equals(name) && tokens.get("ids").isArray()
				&& tokens.get("ids").size() == tokens.get("tokens").size(), tokens);
		for (JsonNode id : tokens.get("ids")) {
			ids.add((long) StrictJson.number(id));
			types.add((long) StrictJson.number(token.get("type_id")));
		}
		for (JsonNode each : tokens.get("tokens")) {
			StrictJson.text(each);
		}
	}

	private static Gap gap(List<Long> ids, List<Long> types) {
		Gap gap = new Gap(ids.stream().mapToLong(Long::longValue).toArray(),
				types.stream().mapToLong(Long::longValue).toArray());
		ids.clear();
		types.clear();
		return gap;
	}

}
