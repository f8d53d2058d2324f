package dev.semblance.samples.search;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MarkdownTitleTests {

	@Test
	void theFirstHeadingIsTheTitle() {
		assertThat(MarkdownTitle.of("intro\n\n## Getting *started* ##\n# Later")).contains("Getting *started*");
	}

	@Test
	void aCommentInACodeBlockIsNoHeading() {
		assertThat(MarkdownTitle.of("```sh\n# install\n```\n# Title")).contains("Title");
	}

	@Test
	void aTextWithoutHeadingHasNone() {
		assertThat(MarkdownTitle.of("#hashtag\n#\n####### seven\nplain")).isEmpty();
	}

}
