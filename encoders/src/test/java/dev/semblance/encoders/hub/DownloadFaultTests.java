package dev.semblance.encoders.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import dev.semblance.encoders.CallCancelledException;
import dev.semblance.encoders.ModelDownloadException;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.hub.server.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whatever happens to the bytes of a file on their way, the right ones arrive, or a
 * sentence says why not, and nothing half has a final name.
 */
class DownloadFaultTests extends AbstractHubTests {

	private static final String FILE = BIG + " of " + NAME;

	@BeforeEach
	void fill() {
		serve();
	}

	@Test
	void aTruncatedBodyIsResumedWhereItEnded() {
		this.server.on(this::isBig).answer(1, new Fault.Truncated(0.5));
		assertComplete(pull());
		assertThat(ranges()).hasSize(2);
		assertResumed(ranges().get(1), BIG_SIZE / 2);
	}

	@Test
	void aConnectionThatIsResetNearTheEndIsResumed() {
		this.server.on(this::isBig).answer(1, new Fault.Reset(0.9));
		assertComplete(pull());
		assertThat(ranges()).hasSize(2);
		assertResumed(ranges().get(1), BIG_SIZE * 9 / 10);
	}

	@Test
	void aTruncatedSmallFileIsAskedForAgain() {
		this.server.on((request) -> request.method().equals("GET") && request.path().endsWith("/modules.json"))
			.answer(1, new Fault.Truncated(0.5));
		assertComplete(pull());
		assertThat(this.server.requests())
			.filteredOn((request) -> request.method().equals("GET") && request.path().endsWith("/modules.json"))
			.hasSize(2);
	}

	@Test
	void aBodyThatAlwaysEndsEarlyButGetsFurtherArrivesInTheEnd() {
		this.server.on(this::isBig).answer(4, new Fault.Truncated(0.5));
		assertComplete(pull());
		assertThat(ranges()).hasSize(5);
	}

	@Test
	void aBodyThatNeverGetsFurtherFailsWithTheNumberOfAttempts() {
		this.server.on(this::isBig).answer(new Fault.Truncated(0));
		assertFails("could not be fetched", "attempt 5 of 5", "semblance pull");
		assertThat(ranges()).hasSize(5);
	}

	@Test
	void whatFailedIsResumedByTheNextCall() throws IOException {
		this.server.on(this::isBig).answer(1, new Fault.Truncated(0.25));
		this.server.on(this::isBig).answer(4, new Fault.Status(503, Map.of()));
		assertFails("could not be fetched");
		long there = Files.size(partials().resolve(sha256(source().resolve(BIG))));
		assertThat(there).isBetween(1L, BIG_SIZE / 4L);
		assertComplete(pull());
		assertThat(ranges().get(5)).isEqualTo("bytes=%d-".formatted(there));
	}

	@Test
	void wrongBytesAreFetchedAgainFromTheBeginning() {
		this.server.on(this::isBig).answer(1, new Fault.Flipped());
		assertComplete(pull());
		assertThat(ranges()).containsExactly("", "");
	}

	@Test
	void bytesThatAreWrongTwiceFailAndNothingIsKept() {
		this.server.on(this::isBig).answer(new Fault.Flipped());
		assertFails("not what the hub announced, 2 times in a row", "sha256", "nothing of it was kept");
		assertThat(snapshot().resolve(BIG)).doesNotExist();
		assertThat(files(partials())).isEmpty();
		assertThat(ranges()).hasSize(2);
	}

	@Test
	void aSmallFileWithWrongBytesTwiceFails() {
		this.server.on((request) -> request.method().equals("GET") && request.path().endsWith("/config.json"))
			.answer(new Fault.Flipped());
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(this::pull)
			.withMessageContaining("config.json of " + NAME)
			.withMessageContaining("git blob");
		assertOnlyRightFiles();
	}

	@Test
	void aBodyThatIsLongerThanAnnouncedIsFetchedAgain() {
		this.server.on(this::isBig).answer(1, new Fault.Longer(3));
		assertComplete(pull());
	}

	@Test
	void aBodyThatIsAlwaysLongerThanAnnouncedFails() {
		this.server.on(this::isBig).answer(new Fault.Longer(3));
		assertFails("%,d bytes came, and %,d were announced".formatted(BIG_SIZE + 3, BIG_SIZE));
		assertThat(files(partials())).isEmpty();
	}

	@Test
	void aBodyThatIsShorterThanAnnouncedFails() {
		Map<String, String> headers = headersOfLargeRedirect();
		headers.put("X-Linked-Size", Integer.toString(BIG_SIZE + 1));
		this.server.on(this::isHeadOfBig).answer(new Fault.Status(302, headers));
		assertFails("attempt 5 of 5");
	}

	@Test
	void anAnnouncedSizeThatIsTooSmallFails() {
		Map<String, String> headers = headersOfLargeRedirect();
		headers.put("X-Linked-Size", "1000");
		this.server.on(this::isHeadOfBig).answer(new Fault.Status(302, headers));
		assertFails("and 1,000 were announced");
		assertThat(files(partials())).isEmpty();
	}

	@Test
	void anAnnouncementThatChangesFails() {
		Map<String, String> headers = headersOfLargeRedirect();
		headers.put("X-Linked-Etag", "\"%s\"".formatted("0".repeat(64)));
		this.server.on(this::isBig).answer(1, new Fault.Truncated(0.5));
		this.server.on((request) -> isHeadOfBig(request) && ranges().size() > 1).answer(new Fault.Status(302, headers));
		assertFails("was announced with 200,000 bytes", "0".repeat(64));
	}

	@Test
	void startingAgainAndAgainIsNoProgress() throws IOException {
		byte[] large = new byte[3 << 20];
		new Random(8).nextBytes(large);
		Files.write(source().resolve(BIG), large);
		this.server.repository(NAME).folder(source());
		this.server.on((request) -> isBig(request) && ranges().size() % 2 == 1).answer(new Fault.WholeTruncated(0.6));
		this.server.on(this::isBig).answer(new Fault.WholeTruncated(0.1));
		assertFails("attempt 5 of 5");
		assertThat(ranges()).hasSizeLessThan(10);
	}

	@Test
	void theWholeInsteadOfARangeGivesTheRightBytes() {
		this.server.on(this::isBig).answer(1, new Fault.Truncated(0.5));
		this.server.on(this::isBig).answer(1, new Fault.WholeInsteadOfRange());
		assertComplete(pull());
		assertThat(ranges()).hasSize(2);
	}

	@Test
	void theSecondHostsSignatureMayExpireOnce() {
		this.server.on(this::isBig).answer(1, new Fault.Status(403, Map.of()));
		assertComplete(pull());
		assertThat(this.server.requests().stream().filter(this::isHeadOfBig)).hasSize(2);
	}

	@Test
	void aHubThatSaysWhenToComeBackIsObeyed() {
		AtomicLong refused = refuse(1, "1");
		assertComplete(pull());
		assertThat(System.nanoTime() - refused.get()).isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
	}

	@Test
	void aHubThatSaysWhenToComeBackByADateIsObeyed() {
		ZonedDateTime date = ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS).plusSeconds(2);
		refuse(1, date.format(DateTimeFormatter.RFC_1123_DATE_TIME));
		assertComplete(pull());
		assertThat(ZonedDateTime.now(ZoneOffset.UTC)).isAfterOrEqualTo(date);
	}

	@Test
	void aHubThatSaysWhenItsLimitIsResetIsObeyed() {
		AtomicLong refused = refuse(1, Map.of("RateLimit", "\"resolvers\";r=0;t=1"));
		assertComplete(pull());
		assertThat(System.nanoTime() - refused.get()).isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
	}

	@Test
	void aDateThatIsOverDoesNotDelay() {
		AtomicLong refused = refuse(1, "Wed, 21 Oct 2015 07:28:00 GMT");
		assertComplete(pull());
		assertThat(System.nanoTime() - refused.get()).isLessThan(Duration.ofSeconds(10).toNanos());
	}

	@Test
	void aHubThatSaysSomethingElseIsAskedAgainSoon() {
		AtomicLong refused = refuse(1, "soon");
		assertComplete(pull());
		assertThat(System.nanoTime() - refused.get()).isLessThan(Duration.ofSeconds(10).toNanos());
	}

	@Test
	void aHubThatWantsToBeLeftAloneForAnHourFailsAtOnce() {
		refuse(Integer.MAX_VALUE, "3600");
		assertFails("status 429 and asks to wait 3600 s", "attempt 1 of 5");
		assertThat(this.server.requests().stream().filter(this::isHeadOfBig)).hasSize(1);
	}

	private AtomicLong refuse(int times, String retryAfter) {
		return refuse(times, Map.of("Retry-After", retryAfter));
	}

	private AtomicLong refuse(int times, Map<String, String> headers) {
		AtomicLong refused = new AtomicLong();
		this.server.on((request) -> {
			boolean big = isHeadOfBig(request);
			if (big) {
				refused.compareAndSet(0, System.nanoTime());
			}
			return big;
		}).answer(times, new Fault.Status(429, headers));
		return refused;
	}

	@Test
	void aHubThatIsOverloadedForAWhileIsAskedAgain() {
		this.server.on(this::isListing).answer(2, new Fault.Status(503, Map.of()));
		this.server.on(this::isHeadOfBig).answer(2, new Fault.Status(503, Map.of()));
		this.server.on(this::isBig).answer(2, new Fault.Status(500, Map.of()));
		assertComplete(pull());
	}

	@Test
	void aHubThatIsAlwaysOverloadedFailsWithTheNumberOfAttempts() {
		this.server.on(this::isHeadOfBig).answer(new Fault.Status(503, Map.of()));
		assertFails("status 503", "attempt 5 of 5");
		assertThat(this.server.requests().stream().filter(this::isHeadOfBig)).hasSize(5);
	}

	@Test
	void aListingThatNeverComesFailsWithTheNumberOfAttempts() {
		this.server.on(this::isListing).answer(new Fault.Status(503, Map.of()));
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(this::pull)
			.withMessageContaining("The list of files of " + NAME)
			.withMessageContaining("attempt 5 of 5");
		assertThat(this.server.requests()).hasSize(5);
	}

	@Test
	void redirectsThatLeadInACircleFail() {
		this.server.on(this::isHeadOfBig).answer(new Fault.Redirect(302, "/test/model/resolve/main/" + BIG));
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(this::pull)
			.withMessageContaining("leads from one address to the next");
	}

	@Test
	void redirectsOfTheSecondHostThatLeadInACircleFail() {
		this.server.on(this::isBig)
			.answer(new Fault.Redirect(302, "/repos/%s/%s".formatted(NAME, sha256(source().resolve(BIG)))));
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(this::pull)
			.withMessageContaining("leads from one address to the next");
		assertOnlyRightFiles();
	}

	@Test
	void aSlowLineIsWaitedFor() {
		this.server.on(this::isBig).answer(new Fault.Trickle(400_000));
		assertComplete(impatient().stallTimeout(Duration.ofMillis(200)).build().pull(NAME));
		assertThat(ranges()).hasSize(1);
	}

	@Test
	void aLineThatIsSlowerThanAnyIsTriedAgain() {
		this.server.on(this::isBig).answer(1, new Fault.Trickle(1000));
		assertComplete(impatient().stallTimeout(Duration.ofMillis(200)).build().pull(NAME));
		assertThat(ranges()).hasSize(2);
	}

	@Test
	void aLineThatIsAlwaysSlowerThanAnyFails() {
		this.server.on(this::isBig).answer(new Fault.Trickle(1000));
		ModelHub hub = impatient().stallTimeout(Duration.ofMillis(100)).build();
		assertFails(hub, "nearly nothing came for 100 ms", "attempt 5 of 5");
	}

	@Test
	void aBodyThatStandsStillIsResumed() {
		this.server.on(this::isBig).answer(1, new Fault.Stalled(0.5));
		assertComplete(impatient().stallTimeout(Duration.ofMillis(200)).build().pull(NAME));
		assertThat(ranges()).hasSize(2);
		assertResumed(ranges().get(1), BIG_SIZE / 2);
	}

	@Test
	void aListingThatStandsStillIsAskedForAgain() {
		this.server.on(this::isListing).answer(1, new Fault.Stalled(0.5));
		assertComplete(impatient().stallTimeout(Duration.ofMillis(200)).build().pull(NAME));
	}

	@Test
	void aListingThatAlwaysStandsStillFails() {
		this.server.on(this::isListing).answer(new Fault.Stalled(0.5));
		assertThatExceptionOfType(ModelDownloadException.class)
			.isThrownBy(() -> impatient().stallTimeout(Duration.ofMillis(50)).build().pull(NAME))
			.withMessageContaining("nearly nothing came for 50 ms");
	}

	@Test
	void aHubThatDoesNotAnswerOnceIsAskedAgain() {
		this.server.on(this::isHeadOfBig).answer(1, new Fault.Silent());
		assertComplete(impatient().timeout(Duration.ofMillis(500)).build().pull(NAME));
	}

	@Test
	void aHubThatNeverAnswersFails() {
		this.server.on(this::isHeadOfBig).answer(new Fault.Silent());
		assertFails(impatient().timeout(Duration.ofMillis(300)).build(), "timed out", "attempt 5 of 5");
	}

	@Test
	void aSecondHostThatNeverAnswersFails() {
		this.server.on(this::isBig).answer(new Fault.Silent());
		assertFails(impatient().timeout(Duration.ofMillis(300)).build(), "timed out", "attempt 5 of 5");
	}

	@Test
	void aHubThatIsNotThereFails() {
		this.server.close();
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(this::pull)
			.withMessageContaining("ConnectException")
			.withMessageContaining("HTTPS_PROXY");
	}

	@Test
	void aDelayedAnswerIsWaitedFor() {
		this.server.on(this::isBig).answer(new Fault.Delayed(Duration.ofMillis(300)));
		assertComplete(impatient().stallTimeout(Duration.ofMillis(200)).build().pull(NAME));
		assertThat(ranges()).hasSize(1);
	}

	@Test
	void anInterruptedDownloadIsCancelledAndWhatCameIsKept() throws Exception {
		this.server.on(this::isBig).answer(1, new Fault.Trickle(100_000));
		Thread caller = Thread.currentThread();
		ModelHub hub = impatient().listener((progress) -> {
			if (progress.file().equals(BIG) && progress.bytes() > BIG_SIZE / 4) {
				caller.interrupt();
			}
		}).build();
		assertThatExceptionOfType(CallCancelledException.class).isThrownBy(() -> hub.pull(NAME));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(Files.size(partials().resolve(sha256(source().resolve(BIG))))).isGreaterThan(BIG_SIZE / 4);
		assertComplete(pull());
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1:99999/x", "ftp://127.0.0.1/x", "http:///x", "http://a b/", "http:x" })
	void anAddressThatIsNoneFails(String location) {
		Map<String, String> headers = headersOfBig();
		headers.put("Location", location);
		this.server.on(this::isHeadOfBig).answer(new Fault.Status(302, headers));
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(this::pull)
			.withMessageContaining("no address");
	}

	private Map<String, String> headersOfLargeRedirect() {
		pull();
		String target = this.server.requests().stream().filter(this::isBig).findFirst().orElseThrow().target();
		clear();
		Map<String, String> headers = headersOfBig();
		headers.put("Location", "http://%s%s".formatted(this.server.secondHost(), target));
		return headers;
	}

	private void clear() {
		for (var file : files(home())) {
			assertThat(file.toFile().delete()).isTrue();
		}
	}

	private void assertFails(String... parts) {
		assertFails(impatient().build(), parts);
	}

	private void assertFails(ModelHub hub, String... parts) {
		assertThatExceptionOfType(ModelDownloadException.class).isThrownBy(() -> hub.pull(NAME))
			.withMessageContaining(FILE)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(parts));
		assertThat(snapshot().resolve(BIG)).doesNotExist();
		assertOnlyRightFiles();
	}

}
