"""What is measured, and who takes part."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Metric:
    """A column of the results. `scale` turns it into the unit that is shown."""

    column: str
    title: str
    scale: float = 1.0
    digits: int = 1
    more_is_better: bool = False

    @property
    def heading(self):
        return self.title + (" ↑" if self.more_is_better else " ↓")


@dataclass(frozen=True)
class Workload:
    """One comparison.

    `command` and `warmup` are lines of the protocol with names of the run's settings in braces. Without a
    warm-up of its own the command is run once unmeasured.
    """

    name: str
    title: str
    contestants: tuple
    max_length: int
    command: str
    metrics: tuple
    warmup: str = ""
    fresh: bool = False  # a process of its own for every measurement
    most_rounds: int = 1000

SEMBLANCE = "semblance"

THROUGHPUT = (Metric("texts_per_second", "texts/s", more_is_better=True),)

LATENCY = (Metric("p50_us", "p50 ms", 1e-3, 2), Metric("p99_us", "p99 ms", 1e-3, 2))

QUERIES = (Metric("queries_per_second", "queries/s", more_is_better=True), *LATENCY)

ALLOCATION = (Metric("bytes_per_text", "kB of heap per text", 1e-3),)

MEMORY = (Metric("rss_kb", "resident MB", 1e-3, 0), Metric("peak_rss_kb", "peak MB", 1e-3, 0))

WORKLOADS = (
    Workload("mixed-128", "{texts} paragraphs of 5 to 250 words in one call, cut to 128 tokens",
             (SEMBLANCE, "langchain4j"), 128, "bulk {paragraphs} 0", THROUGHPUT),
    Workload("query", "{texts} queries of 12 words, one at a time",
             (SEMBLANCE, "langchain4j", "sentence-transformers-onnx", "sentence-transformers-torch"), 128,
             "single {queries} {query_count}", LATENCY),
    Workload("concurrent", "queries of 12 words from 8 threads at once",
             (SEMBLANCE, "langchain4j"), 128, "concurrent {queries} 8 {seconds}", QUERIES,
             warmup="concurrent {queries} 8 2"),
    Workload("mixed-256-requests", "{texts} paragraphs of 5 to 250 words in requests of 32, cut to 256 tokens",
             (SEMBLANCE, "spring-ai"), 256, "bulk {request_paragraphs} 32", THROUGHPUT),
    Workload("mixed-256", "{texts} paragraphs of 5 to 250 words in one call, cut to 256 tokens",
             (SEMBLANCE, "sentence-transformers-onnx", "sentence-transformers-torch"), 256,
             "bulk {paragraphs} 0", THROUGHPUT),
    Workload("allocation-128", "Java heap allocated beyond the vectors by {texts} paragraphs in one call, cut to 128 tokens",
             (SEMBLANCE, "langchain4j"), 128, "allocation {request_paragraphs} 0", ALLOCATION),
    Workload("allocation-256", "Java heap allocated beyond the vectors by {texts} paragraphs in requests of 32, cut to 256 tokens",
             (SEMBLANCE, "spring-ai"), 256, "allocation {request_paragraphs} 32", ALLOCATION),
    Workload("memory-128", "memory of a new process after {texts} paragraphs in requests of 32, cut to 128 tokens",
             (SEMBLANCE, "langchain4j"), 128, "memory", MEMORY,
             warmup="bulk {request_paragraphs} 32", fresh=True, most_rounds=3),
    Workload("memory-256", "memory of a new process after {texts} paragraphs in requests of 32, cut to 256 tokens",
             (SEMBLANCE, "spring-ai", "sentence-transformers-onnx", "sentence-transformers-torch"), 256, "memory",
             MEMORY, warmup="bulk {request_paragraphs} 32", fresh=True, most_rounds=3),
)
