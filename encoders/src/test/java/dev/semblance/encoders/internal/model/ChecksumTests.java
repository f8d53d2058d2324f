package dev.semblance.encoders.internal.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChecksumTests {

	/** By {@code git hash-object} and by {@code sha256sum}. */
	@ParameterizedTest
	@CsvSource({ "'', e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
			"'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			"'{\"small\": true}', 011069b11b10339df954cef6ef0dc53ec6517f11",
			"abc, f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f",
			"abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" })
	void aContentHasTheChecksumThatToolsGive(String content, String hex) {
		byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
		Checksum checksum = Checksum.of(hex).orElseThrow();
		MessageDigest digest = checksum.newDigest(bytes.length);
		digest.update(bytes);
		assertThat(checksum.matches(digest)).isTrue();
		MessageDigest other = checksum.newDigest(bytes.length + 1);
		other.update(bytes);
		other.update((byte) 'x');
		assertThat(checksum.matches(other)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "abc", "E69DE29BB2D1D6434B8B29AE775AD8C2E48C5391",
			"e69de29bb2d1d6434b8b29ae775ad8c2e48c539", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391-2",
			"g69de29bb2d1d6434b8b29ae775ad8c2e48c5391" })
	void whatIsNoChecksumIsNone(String hex) {
		assertThat(Checksum.of(hex)).isEmpty();
	}

	@Test
	void aChecksumSaysOfWhatKindItIs() {
		assertThat(Checksum.of("e".repeat(40)).orElseThrow()).hasToString("git blob " + "e".repeat(40));
		assertThat(Checksum.of("e".repeat(64)).orElseThrow()).hasToString("sha256 " + "e".repeat(64));
	}

}
