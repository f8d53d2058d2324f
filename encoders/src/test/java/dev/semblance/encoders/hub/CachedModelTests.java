package dev.semblance.encoders.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.DenseEncoderBuilder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.ModelNotFoundException;
import dev.semblance.encoders.PulledModel;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.hub.server.Fault;
import dev.semblance.encoders.hub.server.ReceivedRequest;
import dev.semblance.encoders.hub.server.TestRepository;
import dev.semblance.encoders.parity.ParityModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What lies in the cache is used as it was fetched or not at all, and needs neither a
 * network nor the right to write.
 */
class CachedModelTests extends AbstractHubTests {

	private static final String OLD = "a".repeat(40);

	private static final String NEW = "b".repeat(40);

	private static final ParityModel MODEL = ParityModel.named("external-data");

	private static final ParityModel TABLE = ParityModel.named("static-words");

	static Stream<Arguments> damage() {
		return Stream
			.of(Arguments.of(MODEL, "config.json"), Arguments.of(MODEL, "modules.json"),
					Arguments.of(MODEL, "1_Pooling/config.json"), Arguments.of(MODEL, "sentence_bert_config.json"),
					Arguments.of(MODEL, "tokenizer_config.json"), Arguments.of(MODEL, "tokenizer.json"),
					Arguments.of(MODEL, "onnx/model.onnx"), Arguments.of(MODEL, "onnx/model.onnx_data"),
					Arguments.of(TABLE, "model.safetensors"), Arguments.of(TABLE, "tokenizer.json"))
			.flatMap((file) -> Stream.of(0.0, 0.001, 1.0)
				.map((place) -> Arguments.of(file.get()[0], file.get()[1], place)));
	}

	@ParameterizedTest
	@MethodSource("damage")
	void aFlippedByteIsFoundAndRepaired(ParityModel model, String file, double place) throws IOException {
		serve(model);
		Path damaged = pull().folder().resolve(file);
		flip(damaged, Math.round((Files.size(damaged) - 1) * place));
		assertRefused(damaged);
		assertThat(impatient().build().repair(NAME).repaired()).containsExactly(file);
		assertThat(damaged).hasSameBinaryContentAs(model.folder().resolve(file));
		assertThat(encode(offline())).isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "external-data, config.json", "external-data, tokenizer.json", "external-data, onnx/model.onnx",
			"external-data, onnx/model.onnx_data", "static-words, model.safetensors" })
	void aTruncatedFileIsFoundAndRepaired(String name, String file) throws IOException {
		ParityModel model = ParityModel.named(name);
		serve(model);
		Path damaged = pull().folder().resolve(file);
		byte[] bytes = Files.readAllBytes(damaged);
		Files.write(damaged, Arrays.copyOf(bytes, bytes.length / 2));
		assertRefused(damaged);
		assertThat(impatient().build().repair(NAME).repaired()).containsExactly(file);
		assertThat(damaged).hasSameBinaryContentAs(model.folder().resolve(file));
	}

	@Test
	void anEmptiedFileIsFound() throws IOException {
		serve(MODEL);
		Path damaged = pull().folder().resolve("tokenizer.json");
		Files.write(damaged, new byte[0]);
		assertRefused(damaged);
	}

	@Test
	void aDeletedFileIsFetchedAgain() throws IOException {
		serve(MODEL);
		Path deleted = pull().folder().resolve("tokenizer.json");
		Files.delete(deleted);
		assertThat(encode(impatient().build())).isNotEmpty();
		assertThat(deleted).hasSameBinaryContentAs(MODEL.folder().resolve("tokenizer.json"));
	}

	@Test
	void aDeletedFileIsNamedOffline() throws IOException {
		serve(MODEL);
		Files.delete(pull().folder().resolve("tokenizer.json"));
		assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(() -> encode(offline()))
			.withMessageContaining("tokenizer.json of " + NAME)
			.withMessageContaining("offline");
	}

	@Test
	void nothingIsRepairedThatIsRight() {
		serve(MODEL);
		pull();
		int before = this.server.requests().size();
		assertThat(impatient().build().repair(NAME).repaired()).isEmpty();
		assertThat(this.server.requests()).hasSize(before);
	}

	@Test
	void whatIsPinnedIsRepairedEvenIfTheBranchMoved() throws IOException {
		twoCommits();
		this.server.repository(NAME).branch("main", OLD);
		Path damaged = pull().folder().resolve("tokenizer.json");
		flip(damaged, 0);
		this.server.repository(NAME).branch("main", NEW);
		PulledModel repaired = impatient().build().repair(NAME);
		assertThat(repaired.revision()).isEqualTo(OLD);
		assertThat(repaired.repaired()).containsExactly("tokenizer.json");
		assertThat(damaged).hasSameBinaryContentAs(TABLE.folder().resolve("tokenizer.json"));
		assertThat(revision(NAME)).isEqualTo(OLD);
	}

	@Test
	void whatIsNotThereIsPulledByARepair() {
		serve(MODEL);
		assertThat(impatient().build().repair(NAME).revision()).isEqualTo(this.server.repository(NAME).head());
		assertThat(encode(offline())).isNotEmpty();
	}

	@Test
	void whatSomebodyElsePinnedMeanwhileIsLoaded() {
		twoCommits();
		impatient().build().pull(NAME + "@" + OLD);
		Path pointer = home().resolve("models").resolve(NAME).resolve("refs/main");
		this.server.on((request) -> isListing(request) && pin(pointer, OLD))
			.answer(new Fault.Delayed(Duration.ofMillis(1)));
		assertThat(revision(NAME)).isEqualTo(OLD);
		assertThat(pointer).hasContent(OLD);
		assertThat(pull().revision()).isEqualTo(NEW);
	}

	private static boolean pin(Path pointer, String commit) {
		try {
			Files.createDirectories(pointer.getParent());
			Files.writeString(pointer, commit);
			return true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void aLinkInPlaceOfAFileIsRefusedAndRepaired() throws IOException {
		serve(MODEL);
		Path file = pull().folder().resolve("tokenizer.json");
		Path elsewhere = Files.move(file, this.folder.resolve("elsewhere"));
		Files.createSymbolicLink(file, elsewhere);
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> encode(offline()))
			.withMessageContaining("%s is a link to %s".formatted(file, elsewhere.toRealPath()))
			.withMessageContaining("semblance pull");
		assertThat(impatient().build().repair(NAME).repaired()).containsExactly("tokenizer.json");
		assertThat(file).isRegularFile();
		assertThat(Files.isSymbolicLink(file)).isFalse();
		assertThat(elsewhere).exists();
	}

	@Test
	void aLinkInPlaceOfAFolderIsRefused() throws IOException {
		Path link = linkInPlaceOfAFolder();
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> encode(offline()))
			.withMessageContaining(link.toString())
			.withMessageContaining("semblance pull");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nothingIsRepairedBehindALink(boolean sameSize) throws IOException {
		Path link = linkInPlaceOfAFolder();
		Path other = link.resolve("model.onnx");
		byte[] bytes = Files.readAllBytes(other);
		byte[] content = Arrays.copyOf(bytes, sameSize ? bytes.length : 7);
		content[3] ^= 1;
		Files.write(other, content);
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> impatient().build().repair(NAME))
			.withMessageContaining(link.toString());
		assertThat(other).hasBinaryContent(content);
	}

	@Test
	void nothingIsFetchedToBehindALink() throws IOException {
		Path link = linkInPlaceOfAFolder();
		Files.delete(link.resolve("model.onnx"));
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(this::pull)
			.withMessageContaining(link.toString());
		assertThat(link.resolve("model.onnx")).doesNotExist();
	}

	private Path linkInPlaceOfAFolder() throws IOException {
		serve(MODEL);
		Path onnx = pull().folder().resolve("onnx");
		Path elsewhere = Files.move(onnx, this.folder.resolve("elsewhere"));
		return Files.createSymbolicLink(onnx, elsewhere);
	}

	@Test
	void nothingIsFetchedIntoALink() throws IOException {
		serve();
		Path victim = Files.writeString(this.folder.resolve("victim"), "precious");
		Files.createDirectories(partials());
		Files.createSymbolicLink(partials().resolve(sha256(source().resolve(BIG))), victim);
		try {
			pull();
		}
		catch (ModelDownloadException ex) {
			assertThat(ex).hasMessageContaining("cannot be written");
		}
		assertThat(victim).hasContent("precious");
	}

	@ParameterizedTest
	@ValueSource(strings = { "partial", "refs" })
	void aFolderOfTheCacheThatIsALinkIsRefused(String name) throws IOException {
		serve();
		Path elsewhere = Files.createDirectories(this.folder.resolve("elsewhere"));
		Files.writeString(elsewhere.resolve("precious"), "precious");
		Path link = home().resolve("models").resolve(NAME).resolve(name);
		Files.createDirectories(link.getParent());
		Files.createSymbolicLink(link, elsewhere);
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(this::pull)
			.withMessageContaining("%s is a link".formatted(link));
		assertThat(files(elsewhere)).containsExactly(elsewhere.resolve("precious"));
	}

	@Test
	void onlyPartsOfFilesThatAreCompleteAreDeleted() throws IOException {
		serve();
		pull();
		Path complete = partials().resolve(sha256(source().resolve(BIG)));
		Path wanted = partials().resolve("f".repeat(64));
		Files.createDirectories(partials());
		Files.writeString(complete, "a part");
		Files.writeString(wanted, "a part");
		pull();
		assertThat(files(partials())).containsExactly(wanted);
		Files.delete(wanted);
		pull();
		assertThat(partials()).doesNotExist();
	}

	@Test
	void partsThatCannotBeDeletedDoNoHarm() throws IOException {
		serve();
		pull();
		Path folder = partials().resolve(sha256(source().resolve(BIG)));
		Files.createDirectories(folder.resolve("more"));
		assertThat(pull().folder()).isEqualTo(snapshot());
		assertThat(folder.resolve("more")).exists();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "7", "{}", "\"x\"", "{\"files\": 3, \"listing\": [7]}",
			"{\"repository\": \"a/b\", \"commit\": 3, \"files\": {}, \"listing\": []}",
			"{\"repository\": \"test/model\", \"commit\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"files\": {}, \"listing\": []}",
			"{\"repository\": \"other/model\", \"commit\": \"COMMIT\", \"files\": {}, \"listing\": []}",
			"{\"repository\": \"test/model\", \"commit\": \"COMMIT\", \"files\": {\"config.json\": {}}, \"listing\": [\"config.json\"]}",
			"{\"repository\": \"test/model\", \"commit\": \"COMMIT\", \"files\": {\"config.json\": {\"size\": \"x\", \"sha256\": 7}}, \"listing\": [\"config.json\"]}" })
	void aDamagedRecordIsNamed(String content) throws IOException {
		serve(MODEL);
		Path record = pull().folder().resolve("semblance-lock.json");
		Files.writeString(record, content.replace("COMMIT", this.server.repository(NAME).head()));
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> encode(offline()))
			.withMessageContaining(record.toString())
			.withMessageContaining("semblance pull");
	}

	@Test
	void aRecordCutOffInTheMiddleIsNamed() throws IOException {
		serve(MODEL);
		Path record = pull().folder().resolve("semblance-lock.json");
		byte[] bytes = Files.readAllBytes(record);
		Files.write(record, Arrays.copyOf(bytes, bytes.length / 2));
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> encode(offline()))
			.withMessageContaining(record.toString())
			.withMessageContaining("semblance pull");
	}

	@Test
	void aRecordThatWasChangedDoesNotLeadOutOfTheFolder() throws IOException {
		serve(MODEL);
		Path record = pull().folder().resolve("semblance-lock.json");
		Files.writeString(record, Files.readString(record).replace("\"tokenizer.json\"", "\"../tokenizer.json\""));
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> impatient().build().repair(NAME))
			.withMessageContaining("leads out of its folder");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "../../x" })
	void aDamagedPointerIsNamedAndRepairedByAPull(String content) throws IOException {
		serve(MODEL);
		pull();
		Path pointer = home().resolve("models").resolve(NAME).resolve("refs/main");
		Files.writeString(pointer, content);
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> encode(offline()))
			.withMessageContaining(pointer.toString())
			.withMessageContaining("semblance pull " + NAME);
		pull();
		assertThat(encode(offline())).isNotEmpty();
	}

	@Test
	void aModelThatIsNotThereIsNamedOffline() {
		serve(MODEL);
		assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(() -> encode(offline()))
			.withMessageContaining(NAME)
			.withMessageContaining("offline")
			.withMessageContaining("semblance pull " + NAME);
		assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(() -> offline().pull(NAME));
		assertThat(this.server.connections()).isZero();
	}

	@Test
	void aModelThatIsThereIsLoadedAndPulledOffline() {
		serve(MODEL);
		PulledModel pulled = pull();
		int connections = this.server.connections();
		assertThat(encode(offline())).isNotEmpty();
		assertThat(offline().pull(NAME)).isEqualTo(pulled);
		assertThat(this.server.connections()).isEqualTo(connections);
	}

	@Test
	void offlineCanBeSaidByTheEnvironment() {
		serve(MODEL);
		Map<String, String> environment = environment();
		environment.put("HF_HUB_OFFLINE", "1");
		assertThatExceptionOfType(ModelNotFoundException.class)
			.isThrownBy(() -> encode(impatient(environment).build()));
		assertThat(this.server.connections()).isZero();
	}

	@Test
	void aLoadWithAFullCacheChangesNothingInIt() throws IOException {
		serve(MODEL);
		pull();
		Map<String, FileTime> before = times(home());
		this.server.close();
		assertThat(encode(impatient().build())).isNotEmpty();
		assertThat(times(home())).isEqualTo(before);
	}

	static Map<String, FileTime> times(Path root) throws IOException {
		Map<String, FileTime> times = new LinkedHashMap<>();
		try (Stream<Path> paths = Files.walk(root)) {
			for (Path path : paths.sorted().toList()) {
				times.put(path.toString(), Files.getLastModifiedTime(path));
			}
		}
		return times;
	}

	@Test
	void aSecondPullFetchesNothingButTheListing() {
		serve(MODEL);
		PulledModel first = pull();
		int before = this.server.requests().size();
		assertThat(pull()).isEqualTo(first);
		assertThat(this.server.requests().stream().skip(before)).singleElement().matches(this::isListing);
	}

	@Test
	void loadingFetchesWhatAPullDoes() {
		serve(MODEL);
		assertThat(encode(impatient().build())).isNotEmpty();
		int before = this.server.requests().size();
		pull();
		assertThat(this.server.requests()).hasSize(before + 1);
	}

	@Test
	void theExternalDataIsFetchedWithTheModel() {
		serve(MODEL);
		assertThat(pull().files()).extracting(PulledModel.PulledFile::path)
			.contains("onnx/model.onnx", "onnx/model.onnx_data");
		assertThat(encode(offline())).isEqualTo(encode(MODEL.reference(), offline()));
	}

	@Test
	void aModelStaysAsItWasUntilItIsPulledAgain() {
		twoCommits();
		this.server.repository(NAME).branch("main", OLD);
		pull();
		this.server.repository(NAME).branch("main", NEW);
		assertThat(revision(NAME)).isEqualTo(OLD);
		assertThat(pull().revision()).isEqualTo(NEW);
		assertThat(revision(NAME)).isEqualTo(NEW);
		assertThat(revision(NAME + "@" + OLD)).isEqualTo(OLD);
	}

	@ParameterizedTest
	@CsvSource({ "v1", "feature/x", "refs/pr/1", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" })
	void aRevisionMayBeABranchATagOrACommit(String revision) {
		TestRepository repository = twoCommits();
		List.of("v1", "feature/x", "refs/pr/1").forEach((name) -> repository.branch(name, OLD));
		assertThat(revision(NAME + "@" + revision)).isEqualTo(OLD);
		assertThat(revision(NAME)).isEqualTo(NEW);
		this.server.close();
		assertThat(revision(NAME + "@" + revision)).isEqualTo(OLD);
		assertThat(revision(NAME)).isEqualTo(NEW);
	}

	@Test
	void theRevisionCanBeSetBesideTheName() {
		twoCommits().branch("v1", OLD);
		DenseEncoderBuilder builder = DenseEncoder.builder(NAME).revision("v1").hub(impatient().build());
		try (DenseEncoder encoder = builder.device(new Device.Cpu()).build()) {
			assertThat(encoder.encode(List.of("a text"), TextRole.PLAIN).vectors().get(0))
				.isEqualTo(encode(TABLE.reference(), offline()));
		}
	}

	@Test
	void aRevisionThatContradictsTheNameIsRefused() {
		twoCommits().branch("v1", OLD);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> DenseEncoder.builder(NAME + "@v1").revision("main"))
			.withMessageContaining("names one revision");
	}

	@Test
	void largeFilesThatTwoCommitsShareAreFetchedOnce() {
		twoCommitsOfOneModel();
		impatient().build().pull(NAME + "@" + OLD);
		int before = this.server.requests().size();
		PulledModel pulled = pull();
		assertThat(pulled.folder().resolve("tokenizer.json"))
			.hasSameBinaryContentAs(MODEL.folder().resolve("tokenizer.json"));
		assertThat(this.server.requests().stream().skip(before)).noneMatch(this::isOnSecondHost);
	}

	@Test
	void aSharedFileThatIsDamagedIsFetchedAgain() throws IOException {
		twoCommitsOfOneModel();
		flip(impatient().build().pull(NAME + "@" + OLD).folder().resolve("tokenizer.json"), 100);
		assertThat(pull().folder().resolve("tokenizer.json"))
			.hasSameBinaryContentAs(MODEL.folder().resolve("tokenizer.json"));
	}

	@Test
	void aCommitThatIsThereIsPulledWithoutAskingTheHub() {
		serve(MODEL);
		String commit = NAME + "@" + this.server.repository(NAME).head();
		PulledModel first = impatient().build().pull(commit);
		int before = this.server.requests().size();
		assertThat(impatient().build().pull(commit)).isEqualTo(first);
		assertThat(this.server.requests()).hasSize(before);
	}

	@Test
	void twoRepositoriesDoNotMix() {
		serve(MODEL);
		this.server.repository("other/model").folder(TABLE.folder());
		float[] first = encode(NAME, impatient().build());
		float[] second = encode("other/model", impatient().build());
		assertThat(first).isEqualTo(encode(MODEL.reference(), offline()));
		assertThat(second).isEqualTo(encode(TABLE.reference(), offline()));
	}

	@Test
	void whoHoldsTheLockElsewhereInThisProcessIsWaitedFor() throws Exception {
		serve(MODEL);
		Path repository = Files.createDirectories(home().resolve("models").resolve(NAME));
		CompletableFuture<PulledModel> pulled;
		try (FileChannel channel = FileChannel.open(repository.resolve("lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
			assertThat(lock.isValid()).isTrue();
			pulled = CompletableFuture.supplyAsync(this::pull);
			Thread.sleep(300);
			assertThat(pulled).isNotDone();
		}
		assertThat(pulled.get(20, TimeUnit.SECONDS).revision()).isEqualTo(this.server.repository(NAME).head());
	}

	@Test
	void twoThreadsFetchEveryFileOnce() throws Exception {
		serve();
		CompletableFuture<PulledModel> other = CompletableFuture.supplyAsync(this::pull);
		assertComplete(pull());
		assertComplete(other.get(20, TimeUnit.SECONDS));
		assertEveryFileOnce(this.server.requests());
	}

	static void assertEveryFileOnce(List<ReceivedRequest> requests) {
		assertThat(requests.stream()
			.filter((request) -> request.method().equals("GET") && !request.path().startsWith("/api/models/"))
			.map(ReceivedRequest::path)).hasSize(5).doesNotHaveDuplicates();
	}

	private TestRepository twoCommits() {
		TestRepository repository = this.server.repository(NAME);
		repository.commit(OLD, contents(TABLE.folder()));
		return repository.commit(NEW, contents(MODEL.folder()));
	}

	private void twoCommitsOfOneModel() {
		Map<String, byte[]> files = contents(MODEL.folder());
		this.server.repository(NAME).commit(OLD, files).commit(NEW, files);
	}

	private static Map<String, byte[]> contents(Path root) {
		return files(root).stream().collect(Collectors.toMap((file) -> root.relativize(file).toString(), (file) -> {
			try {
				return Files.readAllBytes(file);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}));
	}

	/** The commit that is loaded. */
	private String revision(String model) {
		float[] vector = encode(model, impatient().build());
		return Arrays.equals(vector, encode(TABLE.reference(), offline())) ? OLD : NEW;
	}

	private ModelHub offline() {
		return impatient().offline(true).build();
	}

	private void assertRefused(Path file) {
		assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> encode(offline()))
			.withMessageContaining(file.toString())
			.withMessageContaining("semblance pull");
	}

}
