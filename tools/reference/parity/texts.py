"""The texts that every model of the corpus is run over. Their indices are part of the corpus."""

WORDS = (
    "river stone morning quiet engine garden letter silver window teacher market winter bridge "
    "yellow doctor island paper thunder coffee mountain harbor library village orange forest "
    "captain music shadow kitchen planet traveler blanket"
).split()


def words(count):
    """`count` words, a sentence of every twelve: over every limit of the corpus when there are enough of them."""
    chosen = [WORDS[(7 * i + i * i // 11 + count) % len(WORDS)] for i in range(count)]
    return " ".join(" ".join(chosen[i:i + 12]).capitalize() + "." for i in range(0, count, 12))


TEXTS = [
    # 0: nothing, or nearly nothing
    "",
    "a",
    " ",
    "repeated   spaces    inside     the text",
    "  leading and trailing spaces  ",
    "\n\tleading and trailing newlines\r\n\r\n",
    "tabs\tand\r\nlines\u00a0and\u3000wide spaces\u2028and separators",
    # 7: plain sentences
    "The weather is lovely today.",
    "It's so sunny outside!",
    "He drove to the stadium.",
    "How do I reset the password of my account?",
    "UPPER CASE SHOUTING IN A LIBRARY",
    "tHe QuIcK bRoWn FOX Jumps OVER the lAzY DOG",
    "Last spring the two sisters opened a small bakery beside the old railway station. They baked rye bread, "
    "plain rolls and a dark honey cake that their grandmother had taught them.",
    # 14: emoji
    "I love pizza \U0001f355 and \U0001f389 parties",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family and \U0001f44d\U0001f3fd thumb",
    "\U0001f1e9\U0001f1ea flag \u2764\ufe0f heart",
    # 17: scripts
    "\u4eca\u5929\u5929\u6c14\u5f88\u597d\uff0c\u6211\u4eec\u53bb\u516c\u56ed\u6563\u6b65\u5427\u3002",
    "\u65e5\u672c\u8a9e\u306e\u6587\u7ae0\u3068\u30ab\u30bf\u30ab\u30ca\u3002\uff8a\uff9d\uff76\uff78",
    "\ud55c\uad6d\uc5b4 \ubb38\uc7a5 mixed with English",
    "\u0627\u0644\u0637\u0642\u0633 \u062c\u0645\u064a\u0644 \u0627\u0644\u064a\u0648\u0645",
    "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd \u05e2\u05d5\u05dc\u05dd",
    "\u0928\u092e\u0938\u094d\u0924\u0947 \u0926\u0941\u0928\u093f\u092f\u093e, \u092e\u094c\u0938\u092e \u0905\u091a\u094d\u091b\u093e \u0939\u0948",
    "\u0421\u044a\u0435\u0448\u044c \u0435\u0449\u0451 \u044d\u0442\u0438\u0445 \u043c\u044f\u0433\u043a\u0438\u0445 \u0431\u0443\u043b\u043e\u043a",
    "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01",
    "\U00012000\U00012001 \U000103a0\U000103a1 \u16a0\u16a2\u16a6 \U0001d50a\U0001d52c\U0001d531\U0001d525",
    # 26: letters with a case or form of their own
    "Cr\u00e8me br\u00fbl\u00e9e \u00e0 la fa\u00e7on de Zo\u00eb, na\u00efve se\u00f1orita in D\u00fcsseldorf",
    "Cafe\u0301 with combining accents: re\u0301sume\u0301, a\u030angstro\u0308m",
    "Stra\u00dfe, GRO\u00df, \u1e9e and \ufb01ve \ufb03xes, \u00bd \u00b2 \u2122 \uff21\uff22\uff23",
    "\u0130stanbul and I\u015f\u0131k, d\u0130NLE",
    "\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3 \u1f48\u03b4\u03c5\u03c3\u03c3\u03b5\u03cd\u03c2 \u03c3\u03bf\u03c6\u03cc\u03c2",
    "\u01c4 \u01c5 \u01c6 \u00c6sir \u0152uvre \u0141\u00f3d\u017a",
    # 32: characters that are removed, replaced or kept
    "control\u0007bell\u001bescape\u007fdelete\u0085next",
    "a NUL\u0000in the middle and at the end\u0000",
    "zero\u200bwidth\u200c joiners\u200d and\u2060 word, soft\u00adhyphen",
    "\ufeffBOM at the start\ufeff and inside",
    "replacement \ufffd character\ufffd\ufffd and private \ue000 use \uffff",
    "\u202eright to left override\u202c and \u2066isolate\u2069",
    # 38: long
    ("abcdefghijklmnopqrstuvwxyz" * 20)[:500],
    words(3000),
    words(120),
    words(31),
    "antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis",
    # 43: what is not prose
    "https://example.org/path/to/page.html?query=1&other=%20two#fragment and mailto:someone@example.org",
    "On 2024-01-31 at 12:30, order #4711 cost $1,299.99 (plus 7.5% tax) -- isn't that e-commerce?!",
    "3.14159 1,000,000 0x1F 1e-5 \u00bc \u0663\u0664\u0665",
    "for (int i = 0; i < n; i++) {\n    sum += a[i] * b[i]; // dot product\n}",
    "def main():\n\treturn {'key': [1, 2, 3]}",
    "!?!... --- ((())) ;;; \"'\u201c\u201d\u2018\u2019\u00ab\u00bb\u2026",
    ".",
    # 50: text that looks like special tokens
    "[MASK]",
    "[CLS] x [SEP]",
    "A [MASK] token and a [SEP] token inside, [PAD][UNK]",
    "<s>",
    "</s>",
    "<s> a </s></s> b <mask> <pad> <unk>",
    "<|endoftext|> and <|im_start|>user",
    "[Q] and [D] and [unused0]",
    "a \u2581 lower one eighth block\u2581and \u0120 and ##ing",
    # 59: pairs of questions and answers
    "What is the capital of France?",
    "Paris is the capital of France.",
    "Berlin is the capital of Germany.",
    "Which river flows through the old market town?",
    "The silver river flows quietly through the old market town and under the bridge.",
    "A doctor reads a paper in the library while a teacher drinks coffee in the kitchen.",
    "yes",
    "No, that is not what the letter said!",
]

ALL = list(range(len(TEXTS)))
FEW = [0, 1, 2, 5, 7, 8, 11, 12, 13, 15, 17, 20, 26, 27, 30, 33, 34, 39, 43, 48, 50, 51, 59, 60]
"""Two dozen texts for cases with much output."""

PAIRS = (
    [(59, 60), (59, 61), (60, 59), (62, 63), (62, 64), (10, 13), (7, 8), (8, 7), (9, 66), (65, 66)]
    + [(59, i) for i in (0, 1, 2, 4, 5, 14, 15, 17, 18, 20, 22, 26, 27, 28, 29, 30, 33, 34, 39, 40, 43, 48, 50, 51, 54)]
    + [(i, 60) for i in (0, 2, 13, 17, 32, 38, 39, 40, 44, 46, 52, 55)]
    + [(39, 39), (40, 39), (39, 41), (41, 40), (13, 41), (17, 40), (51, 51)]
)
