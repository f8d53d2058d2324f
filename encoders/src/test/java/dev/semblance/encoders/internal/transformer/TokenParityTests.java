package dev.semblance.encoders.internal.transformer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.GpuSettings;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.TextPair;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.Truncation;
import dev.semblance.encoders.internal.hub.HubEnvironment;
import dev.semblance.encoders.internal.hub.HubModels;
import dev.semblance.encoders.internal.loading.EncoderSettings;
import dev.semblance.encoders.internal.loading.ModelSearch;
import dev.semblance.encoders.internal.loading.ModelSource;
import dev.semblance.encoders.internal.lookup.BareTokens;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.model.ModelModules;
import dev.semblance.encoders.internal.model.TransformerConfiguration;
import dev.semblance.encoders.internal.natives.NativeSettings;
import dev.semblance.encoders.internal.runtime.Devices;
import dev.semblance.encoders.internal.runtime.RuntimeSettings;
import dev.semblance.encoders.internal.tokenizer.TextTokenizer;
import dev.semblance.encoders.internal.tokenizer.TokenizedText;
import dev.semblance.encoders.parity.ParityModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Texts become the token ids that they become in the reference.
 */
class TokenParityTests {

	private static final EncoderSettings SETTINGS = new EncoderSettings(new Device.Cpu(), ModelPrecision.AUTO, true,
			null, null, Truncation.COUNT, null, Map.of(),
			new Devices(new RuntimeSettings(1, 1, false, 1, null, Duration.ZERO, GpuSettings.DEFAULT,
					NativeSettings.of(null, null))),
			new ModelSearch(() -> new HubModels(HubEnvironment.read(Map.of("HF_HUB_OFFLINE", "1"))), null));

	static Stream<ParityModel> models() {
		return Stream.of("dense", "sparse", "cross").flatMap(ParityModel::all);
	}

	@ParameterizedTest
	@MethodSource("models")
	void tokenIdsAreThoseOfTheReference(ParityModel model) {
		ModelSource source = ModelSource.find(model.reference(), SETTINGS);
		for (ParityModel.Case call : model.cases()) {
			List<TokenizedText> tokenized = tokenize(source, call);
			JsonNode ids = call.json().path("ids");
			JsonNode types = call.json().path("type_ids");
			assertThat(tokenized).hasSize(ids.size());
			for (int i = 0; i < tokenized.size(); i++) {
				String description = "%s, %s, text %d".formatted(model, call.name(), i);
				assertThat(tokenized.get(i).ids()).as(description).containsExactly(ParityModel.longs(ids.get(i)));
				if (types.isArray()) {
					assertThat(types(tokenized.get(i))).as(description)
						.containsExactly(ParityModel.longs(types.get(i)));
				}
			}
		}
	}

	private static long[] types(TokenizedText text) {
		long[] types = new long[text.ids().length];
		for (int i = 0; i < types.length; i++) {
			types[i] = text.type(i);
		}
		return types;
	}

	private static List<TokenizedText> tokenize(ModelSource source, ParityModel.Case call) {
		TextRole role = call.json().has("role") ? call.role() : TextRole.PLAIN;
		ModelModules modules = source.modules(List.of(new ModelModule.Transformer("")));
		ModelModule first = modules.routes().getOrDefault(modules.routeOf().get(role), List.of()).get(0);
		String prompt = source.configuration().prompts().resolve(role, call.prompt());
		if (first instanceof ModelModule.Transformer transformer) {
			return tokenize(source, transformer, call, prompt);
		}
		String folder = (first instanceof ModelModule.StaticEmbedding dense) ? dense.folder()
				: ((ModelModule.SparseStaticEmbedding) first).folder();
		try (BareTokens tokens = (first instanceof ModelModule.StaticEmbedding)
				? BareTokens.open(source.reference(), source.files(), folder, SETTINGS)
				: BareTokens.openConfigured(source.reference(), source.files(), folder, SETTINGS)) {
			return tokens.tokenize(call.texts(), prompt);
		}
	}

	private static List<TokenizedText> tokenize(ModelSource source, ModelModule.Transformer transformer,
			ParityModel.Case call, String prompt) {
		TransformerConfiguration configuration = source.transformer(transformer);
		try (TextTokenizer tokenizer = TransformerLoader.openTokenizer(source.files(), configuration.tokenizerFile(),
				configuration.tokenizer())) {
			if (call.json().has("pairs")) {
				List<TextPair> pairs = new ArrayList<>();
				List<String> texts = ParityModel.texts();
				call.json()
					.path("pairs")
					.forEach((pair) -> pairs
						.add(new TextPair(prompt + texts.get(pair.get(0).asInt()), texts.get(pair.get(1).asInt()))));
				return tokenizer.tokenizePairs(pairs, configuration.maxLength());
			}
			return tokenizer.tokenize(call.texts().stream().map((text) -> prompt + text).toList(),
					configuration.maxLength());
		}
	}

}
