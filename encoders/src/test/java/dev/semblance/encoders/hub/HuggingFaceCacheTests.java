package dev.semblance.encoders.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.ModelNotFoundException;
import dev.semblance.encoders.SemblanceException;
import dev.semblance.encoders.internal.cache.HuggingFaceCache;
import dev.semblance.encoders.internal.cache.HuggingFaceFiles;
import dev.semblance.encoders.internal.model.HubReference;
import dev.semblance.encoders.parity.ParityModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What Hugging Face's tools fetched is used, and only read.
 */
class HuggingFaceCacheTests extends AbstractHubTests {

	private static final ParityModel MODEL = ParityModel.named("external-data");

	private HuggingFaceLayout cache;

	@BeforeEach
	void fill() throws IOException {
		this.cache = HuggingFaceLayout.write(this.folder.resolve("huggingface/hub"), NAME, MODEL.folder());
	}

	@Test
	void aModelIsFoundByTheVariableOfTheHome() {
		assertThat(encode(offline())).isEqualTo(expected());
		assertThat(home()).doesNotExist();
		assertThat(this.server.connections()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE" })
	void aModelIsFoundByTheVariableOfTheCache(String variable) throws IOException {
		Path hub = Files.move(this.cache.hub(), this.folder.resolve("moved"));
		Map<String, String> environment = environment();
		environment.put(variable, hub.toString());
		assertThat(encode(impatient(environment).offline(true).build())).isEqualTo(expected());
	}

	@Test
	void aModelIsFoundByTheBuildersFolder() throws IOException {
		Path hub = Files.move(this.cache.hub(), this.folder.resolve("moved"));
		assertThat(encode(impatient().huggingFaceCache(hub).offline(true).build())).isEqualTo(expected());
	}

	@Test
	void aModelIsNotLookedForIfNobodyWantsIt() {
		assertThatExceptionOfType(ModelNotFoundException.class)
			.isThrownBy(() -> encode(impatient().huggingFaceCache(null).offline(true).build()));
	}

	@Test
	void aModelIsFoundThroughALinkToTheCache() throws IOException {
		Path link = Files.createSymbolicLink(this.folder.resolve("link"), this.cache.hub());
		assertThat(encode(impatient().huggingFaceCache(link).offline(true).build())).isEqualTo(expected());
	}

	@Test
	void aModelThatIsThereIsNotFetched() {
		serve(MODEL);
		assertThat(encode(impatient().build())).isEqualTo(expected());
		assertThat(this.server.connections()).isZero();
		assertThat(home()).doesNotExist();
	}

	@Test
	void aModelIsFoundByItsCommit() {
		assertThat(encode(NAME + "@" + HuggingFaceLayout.COMMIT, offline())).isEqualTo(expected());
	}

	@Test
	void aModelIsFoundByTheNameOfAPullRequest() throws IOException {
		Files.createDirectories(this.cache.repository().resolve("refs/refs/pr"));
		Files.writeString(this.cache.repository().resolve("refs/refs/pr/1"), HuggingFaceLayout.COMMIT);
		assertThat(encode(NAME + "@refs/pr/1", offline())).isEqualTo(expected());
	}

	@Test
	void anotherRevisionIsNotTakenForIt() {
		assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(() -> encode(NAME + "@v2", offline()));
	}

	@Test
	void aNameThatOnlyLooksLikeThatOfTheFolderIsNotTakenForIt() throws IOException {
		HuggingFaceLayout.write(this.cache.hub(), "a/b--c", MODEL.folder());
		assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(() -> encode("a--b/c", offline()));
	}

	@Test
	void anIncompleteModelIsNotTaken() throws IOException {
		Files.delete(this.cache.snapshot().resolve("onnx/model.onnx"));
		serve(MODEL);
		assertThat(encode(impatient().build())).isEqualTo(expected());
		assertThat(snapshot().resolve("onnx/model.onnx")).exists();
	}

	@ParameterizedTest
	@ValueSource(strings = { "onnx/model.onnx_data", "tokenizer.json", "config.json" })
	void aModelOfWhichOneFileIsMissingIsNotTaken(String file) throws IOException {
		Files.delete(this.cache.snapshot().resolve(file));
		serve(MODEL);
		assertThat(encode(impatient().build())).isEqualTo(expected());
		assertThat(snapshot().resolve(file)).exists();
	}

	@Test
	void anIncompleteModelIsNamedOffline() throws IOException {
		Files.delete(this.cache.snapshot().resolve("onnx/model.onnx"));
		assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(() -> encode(offline()))
			.withMessageContaining(NAME)
			.withMessageContaining("offline")
			.withMessageContaining(this.cache.snapshot().toString());
	}

	@Test
	void whatTheOwnCacheLacksIsTakenFromTheSameCommitOffline() throws IOException {
		serveAtTheSameCommit();
		Files.delete(pull().folder().resolve("tokenizer.json"));
		assertThat(encode(offline())).isEqualTo(expected());
		assertThat(home().resolve("models").resolve(NAME).resolve(HuggingFaceLayout.COMMIT).resolve("tokenizer.json"))
			.doesNotExist();
	}

	@Test
	void whatTheOwnCacheLacksIsNotTakenFromAnotherCommitOffline() throws IOException {
		serve(MODEL);
		Files.delete(pull().folder().resolve("tokenizer.json"));
		assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(() -> encode(offline()))
			.withMessageContaining("tokenizer.json of " + NAME)
			.withMessageContaining(home().toString())
			.withMessageContaining(this.cache.hub().toString());
	}

	@Test
	void whatBothCachesLackIsNamedOffline() throws IOException {
		serveAtTheSameCommit();
		Files.delete(pull().folder().resolve("tokenizer.json"));
		Files.delete(this.cache.snapshot().resolve("tokenizer.json"));
		assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(() -> encode(offline()))
			.withMessageContaining("tokenizer.json of " + NAME)
			.withMessageContaining(home().toString())
			.withMessageContaining(this.cache.snapshot().toString());
	}

	private void serveAtTheSameCommit() throws IOException {
		Map<String, byte[]> contents = new HashMap<>();
		for (Path file : files(MODEL.folder())) {
			contents.put(MODEL.folder().relativize(file).toString(), Files.readAllBytes(file));
		}
		this.server.repository(NAME).commit(HuggingFaceLayout.COMMIT, contents);
	}

	@Test
	void aLinkWhoseContentIsMissingIsTakenForAMissingFile() throws IOException {
		Files.delete(this.cache.blob("tokenizer.json"));
		serve(MODEL);
		assertThat(encode(impatient().build())).isEqualTo(expected());
		assertThat(snapshot().resolve("tokenizer.json")).exists();
	}

	@ParameterizedTest
	@ValueSource(strings = { "onnx/model.onnx_data", "onnx/model.onnx", "tokenizer.json", "config.json",
			"sentence_bert_config.json" })
	void aLinkThatLeadsOutOfTheRepositoryIsRefused(String file) throws IOException {
		Path elsewhere = Files.move(this.cache.blob(file), this.folder.resolve("elsewhere"));
		Path link = this.cache.snapshot().resolve(file);
		Files.delete(link);
		Files.createSymbolicLink(link, elsewhere);
		assertRefused(link.toString(), "is a link to");
	}

	@Test
	void aLinkToTheContentOfAnotherModelIsRefused() throws IOException {
		HuggingFaceLayout other = HuggingFaceLayout.write(this.cache.hub(), "other/model", MODEL.folder());
		Path link = this.cache.snapshot().resolve("tokenizer.json");
		Files.delete(link);
		Files.createSymbolicLink(link, other.blob("tokenizer.json"));
		assertRefused(link.toString(), "is a link to");
	}

	@Test
	void aFolderThatIsALinkIsRefused() throws IOException {
		Path link = this.cache.snapshot().resolve("onnx");
		Path elsewhere = this.folder.resolve("elsewhere");
		Files.createDirectories(elsewhere);
		for (String file : new String[] { "model.onnx", "model.onnx_data" }) {
			Files.createSymbolicLink(elsewhere.resolve(file), this.cache.blob("onnx/" + file));
			Files.delete(link.resolve(file));
		}
		Files.delete(link);
		Files.createSymbolicLink(link, elsewhere);
		assertRefused(link.toString(), "is a link to");
	}

	@ParameterizedTest
	@CsvSource({ "config.json, 0", "config.json, 0.5", "modules.json, 0.5", "1_Pooling/config.json, 0.5",
			"sentence_bert_config.json, 0.5", "tokenizer.json, 0.5", "tokenizer.json, 0", "onnx/model.onnx, 0.5",
			"onnx/model.onnx_data, 0.5", "onnx/model.onnx_data, 0" })
	void aFlippedByteIsRefused(String file, double place) throws IOException {
		Path blob = this.cache.blob(file);
		flip(blob, Math.round((Files.size(blob) - 1) * place));
		assertRefused(this.cache.snapshot().resolve(file).toString(), "is not what was downloaded");
	}

	@Test
	void aModelWithAFlippedByteInItsWeightsTableIsRefused() throws IOException {
		HuggingFaceLayout table = HuggingFaceLayout.write(this.cache.hub(), "test/table",
				ParityModel.named("static-words").folder());
		Path blob = table.blob("model.safetensors");
		flip(blob, Files.size(blob) - 1);
		assertThatExceptionOfType(SemblanceException.class).isThrownBy(() -> encode("test/table", offline()))
			.withMessageContaining("model.safetensors is not what was downloaded");
	}

	@Test
	void filesThatAreNoLinksAreUsed() throws IOException {
		for (Path file : files(this.cache.snapshot())) {
			Path content = file.toRealPath();
			Files.delete(file);
			Files.move(content, file);
		}
		assertThat(encode(offline())).isEqualTo(expected());
	}

	@Test
	void loadingChangesNothing() throws IOException {
		Map<String, FileTime> before = CachedModelTests.times(this.cache.hub());
		assertThat(encode(offline())).isEqualTo(expected());
		assertThat(CachedModelTests.times(this.cache.hub())).isEqualTo(before);
	}

	@Test
	void aPullFetchesAModelThatIsThereIntoItsOwnCache() throws IOException {
		serve(MODEL);
		Map<String, FileTime> before = CachedModelTests.times(this.cache.hub());
		assertThat(pull().folder()).isEqualTo(snapshot());
		assertThat(CachedModelTests.times(this.cache.hub())).isEqualTo(before);
	}

	@Test
	void theOwnCacheGoesFirst() throws IOException {
		serve(MODEL);
		pull();
		Files.writeString(this.cache.blob("config.json"), "damaged");
		assertThat(encode(offline())).isEqualTo(expected());
	}

	@Test
	void aSnapshotCanBeGivenAsAFolder() {
		assertThat(encode(this.cache.snapshot().toString(), offline())).isEqualTo(expected());
	}

	@Test
	void nothingIsLeftOfTheSecondNamesThatWeightsGet() throws IOException {
		Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
		assertThat(encode(offline())).isEqualTo(expected());
		try (Stream<Path> left = Files.list(temporary)) {
			assertThat(left).noneMatch((path) -> path.toString().contains("semblance-weights"));
		}
		assertThat(this.cache.blob("onnx/model.onnx_data"))
			.hasSameBinaryContentAs(MODEL.folder().resolve("onnx/model.onnx_data"));
	}

	@Test
	void whatChangedIsToldFromWhatIsMissing() throws IOException {
		HuggingFaceFiles files = new HuggingFaceCache(this.cache.hub()).find(new HubReference(NAME, null))
			.orElseThrow();
		for (String file : new String[] { "config.json", "tokenizer.json", "onnx/model.onnx" }) {
			files.open(file).close();
		}
		Files.delete(this.cache.snapshot().resolve("onnx/model.onnx"));
		assertThat(files.changed()).isEmpty();
		flip(this.cache.blob("config.json"), 0);
		flip(this.cache.blob("tokenizer.json"), 7);
		flip(this.cache.blob("modules.json"), 0);
		assertThat(files.changed()).containsExactly("config.json", "tokenizer.json");
	}

	@Test
	void aBrokenModelIsNamed() throws IOException {
		flip(this.cache.blob("onnx/model.onnx"), 0);
		assertRefused(this.cache.snapshot().resolve("onnx/model.onnx").toString(), "not a readable ONNX file");
	}

	private float[] expected() {
		return encode(MODEL.reference(), offline());
	}

	private ModelHub offline() {
		return impatient().offline(true).build();
	}

	/** Without a network, a sentence says what is wrong; with one, a pull helps. */
	private void assertRefused(String... parts) {
		assertThatExceptionOfType(SemblanceException.class).isThrownBy(() -> encode(offline()))
			.satisfies(
					(ex) -> assertThat(ex).isInstanceOfAny(InvalidModelException.class, ModelNotFoundException.class))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(parts));
		serve(MODEL);
		pull();
		assertThat(encode(offline())).isEqualTo(expected());
	}

}
