package dev.semblance.cli;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SemblanceCommandLineTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@Test
	void theVersionIsThatOfTheBuild() {
		CommandRun run = CommandRun.of("--version");
		assertThat(run.exitCode()).isZero();
		assertThat(run.out()).matches("semblance \\d+\\.\\d+\\.\\d+\\S*\\R");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--help", "encode --help", "evaluate --help", "evaluate sts --help",
			"evaluate retrieval --help", "rerank --help", "search --help", "bench --help", "pull --help",
			"optimize --help", "store --help", "store check --help", "store build --help", "store schema --help",
			"store reembed --help", "store spaces --help", "store compare --help", "store switch --help",
			"store rollback --help", "store drop --help" })
	void everyCommandExplainsItself(String arguments) {
		CommandRun run = CommandRun.of((Object[]) arguments.split(" "));
		assertThat(run.exitCode()).isZero();
		assertThat(run.out()).startsWith("Usage: semblance");
		assertThat(run.err()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					""                                                       | Missing required subcommand
					evaluate                                                 | Missing required subcommand
					explode                                                  | Unmatched argument at index 0: 'explode'
					encode                                                   | Missing required options
					encode --model M --input a                               | '--output=FILE'
					encode --input a --output b                              | Missing required option: '--model=M'
					encode --model M --input a --output b --colour red       | Unknown options: '--colour', 'red'
					encode --model                                           | Missing required parameter for option '--model'
					evaluate sts --data a                                    | Missing required option: '--model=M'
					evaluate sts --model M                                   | '--data=FILE'
					evaluate sts --model M --data a --device gpu             | Unknown device 'gpu'. Use auto, cpu
					evaluate sts --model M --data a --device cuda:x          | Unknown device 'cuda:x'
					evaluate sts --model M --data a --model-precision half   | Unknown model precision 'half'. Use one of auto, fp32, fp16, int8
					evaluate sts --model M --data a --max-length long        | 'long' is not an int
					evaluate sts --model M --data a --token-budget 0         | The token budget is 0. Set it to a number from 1 to 131072
					evaluate retrieval --data a                              | Missing required option: '--model=M'
					evaluate retrieval --model M                             | '--data=DIR'
					evaluate retrieval --model M --data a --legs dense,sprse | Unknown leg 'sprse'. Use one of dense, sparse, lexical
					evaluate retrieval --model M --data a --legs ,           | The retriever has no legs
					evaluate retrieval --model M --data a --fusion magic     | Unknown fusion 'magic'. Use rrf, dbsf or convex
					evaluate retrieval --model M --data a --store postgres   | Unknown store 'postgres'. Use memory, lucene or pgvector
					evaluate retrieval --model M --data a --store-path b     | --store-path needs --store lucene
					evaluate retrieval --model M --data a --store pgvector   | --store pgvector needs --store-url
					evaluate retrieval --model M --data a --store-url U      | --store-url needs --store pgvector
					evaluate retrieval --model M --data a --store-collection C | --store-collection needs --store pgvector
					evaluate retrieval --model M --data a --store pgvector --store-url U --store-schema S | --store-schema needs --store-collection
					evaluate retrieval --model M --data a --store pgvector --store-url U --store-path P | --store-path needs --store lucene
					evaluate retrieval --model M --data a --store pgvector --store-url U --store-collection C --store-schema a-b | 'a-b' cannot be the name
					evaluate retrieval --model M --data a --store-ur jdbc:x?password=oops | 'jdbc:x?password=...'
					evaluate retrieval --model M --data a --window 99        | --window is 99, but must be 100 to 10000
					evaluate retrieval --model M --data a --window 10001     | --window is 10001
					evaluate retrieval --model M --data a --weights lexical=1 | a leg that --legs does not ask
					evaluate retrieval --model M --data a --weights dense=-1 | The weight of the dense leg is -1.0
					evaluate retrieval --model M --data a --weights dense    | --weights
					evaluate retrieval --legs lexical --data a --rerank      | Missing required option: '--model=M'
					evaluate retrieval --model M --data a --blend 0.5        | --blend needs --rerank
					evaluate retrieval --model M --data a --rerank-depth 5   | --rerank-depth needs --rerank
					evaluate retrieval --model M --data a --rerank-cache 5   | --rerank-cache needs --rerank
					evaluate retrieval --model M --data a --rerank-max-length 5 | --rerank-max-length needs --rerank
					evaluate retrieval --model M --data a --rerank --blend 2 | The blend of reranked and fused scores is 2.0
					evaluate retrieval --model M --data a --rerank R --rerank-depth 0 | The depth of reranking is 0
					evaluate retrieval --model M --data a --rerank R --rerank-cache -1 | --rerank-cache is -1, but must be 0 or more
					evaluate retrieval --model M --data a --sparse-model S   | --sparse-model needs the sparse leg
					evaluate sts --model M --data a --kind dens              | Unknown kind 'dens'. Use one of dense, sparse, multi-vector, cross
					encode --model M --input a --output b --kind x           | Unknown kind 'x'
					rerank --model M --query Q                               | '--input=FILE'
					rerank --model M --input a                               | '--query=Q'
					rerank --query Q --input a                               | Missing required option: '--model=M'
					rerank --model M --query Q --input a --top-k 0           | --top-k is 0, but must be 1 or more
					search --model M --query Q                               | '--store-path=DIR'
					search --model M --store-path a                          | '--query=Q'
					search --store-path a --query Q                          | Missing required option: '--model=M'
					search --model M --store-path a --query Q --store memory | search needs a store that was kept
					search --model M --query Q --store pgvector              | --store pgvector needs --store-url
					search --model M --query Q --store pgvector --store-url U --store-path a | --store-path needs --store lucene
					search --model M --store-path a --query Q --store-url U  | --store-url needs --store pgvector
					search --model M --store-path a --query Q --store-collection C | --store-collection and --store-schema need --store pgvector
					search --model M --query Q --store pgvector --store-url U --store-schema a-b | 'a-b' cannot be the name
					search --model M --store-path a --query Q --limit 0      | --limit is 0, but must be 1 to 10000
					search --model M --store-path a --query Q --blend 1      | --blend needs --rerank
					search --model M --store-path a --query Q --sparse-model S | --sparse-model needs the sparse leg
					bench --threads 2                                        | Missing required option: '--model=M'
					bench --model M --threads 0                              | --threads is 0, but must be 1 to 512
					bench --model M --threads 513                            | --threads is 513, but must be 1 to 512
					bench --model M --seconds 0                              | --seconds is 0.0, but must be more than 0
					bench --model M --seconds NaN                            | --seconds is NaN
					bench --model M --seconds long                           | 'long' is not a double
					bench --model M --store pgvector                         | --store pgvector needs --store-url
					bench --model M --store lucene --store-url U             | --store-url needs --store pgvector
					bench --model M --store-url U                            | --store-url needs --store
					bench --model M --legs dense,lexical                     | --legs needs --store
					bench --model M --sparse-model S                         | --sparse-model needs --store
					bench --model M --store memory --sparse-model S          | --sparse-model needs the sparse leg
					bench --model M --store memory --kind dense              | --kind does not go with --store
					bench --model M --store memory --lanes 1                 | --lanes does not go with --store
					bench --model M --store memory --no-spinning             | --spinning does not go with --store
					bench --store memory                                     | Missing required option: '--model=M'
					bench --model M --store memory --threads 0               | --threads is 0, but must be 1 to 512
					bench --model M --kind x                                 | Unknown kind 'x'
					bench --model M --lanes 0                                | The number of lanes is 0. Set it to a number from 1
					pull                                                     | Missing required parameter: 'MODEL'
					optimize                                                 | Missing required parameter: 'MODEL'
					optimize a --precision fp8                               | Use one of auto, fp32, fp16, int8
					pull a/b c/d                                             | Unmatched argument at index 2: 'c/d'
					pull --model a/b                                         | Unknown option: '--model'
					pull a/b --revision                                      | Missing required parameter for option '--revision'
					pull a/b@main --revision v1                              | a/b@main names a revision already; leave out --revision v1
					bench --model M --latency-threads 0                      | The number of latency threads is 0
					bench --model M --lanes 1 --latency-threads 2            | There are 2 latency threads and 1 lanes
					""")
	void wrongUsageIsExplainedAndEndsWithTwo(String arguments, String complaint) {
		CommandRun run = CommandRun.of(arguments.isEmpty() ? new Object[0] : (Object[]) arguments.split(" "));
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.err()).contains(complaint).contains("Try 'semblance").contains("--help'");
		assertThat(run.out()).isEmpty();
	}

	@Test
	void aFailureIsOneLineAndEndsWithOne() {
		CommandRun run = CommandRun.of("evaluate", "sts", "--model", "M", "--data", this.folder.resolve("no.tsv"));
		assertThat(run.exitCode()).isOne();
		assertThat(run.complaints()).isOne();
		assertThat(run.err()).startsWith("There is no file " + this.folder.resolve("no.tsv") + ".");
		assertThat(run.out()).isEmpty();
	}

	@Test
	void aFailureShowsWhereItHappenedIfAskedTo() {
		CommandRun run = CommandRun.of("evaluate", "sts", "--model", "M", "--data", this.folder.resolve("no.tsv"),
				"--stacktrace");
		assertThat(run.exitCode()).isOne();
		assertThat(run.err()).contains("There is no file").contains("\tat dev.semblance");
	}

}
