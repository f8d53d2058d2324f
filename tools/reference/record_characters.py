"""Records what the normalizer and the pre-tokenizer of BERT do with every character.

    record_characters.py characters.bin

The tables of Unicode come from the version of Rust with which the package tokenizers was built, and must be those
of the native library: WordPieceEqualityTests compares every character, and fails if another version is needed.
Package 0.21.0, the source of the native library, was built with older tables than 0.22.2 and the library. Whole numbers in the file are in groups of seven bits, lowest first, with the
highest bit set in all but the last:

    number of runs; for each run of characters that are treated alike: length, flags, class
    number of characters with other lower-case letters; for each: difference to the one before, letters
    number of characters with a decomposition, without Hangul's; for each the same

Letters are their number, and for each its difference to the character, doubled, less one if negative. Classes
stand in the order of the canonical combining classes, 0 for those that end a run of combining marks.
"""

import sys
import unicodedata

from tokenizers.normalizers import NFD, BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

VERSION = "0.22.2"

CHARACTERS = [code for code in range(0x110000) if not 0xD800 <= code < 0xE000]

REMOVED, BLANK, CHINESE, MARK, SPACE, PUNCTUATION, LOWER, DECOMPOSED = (1 << bit for bit in range(8))


def step(**steps):
    none = {"clean_text": False, "handle_chinese_chars": False, "strip_accents": False, "lowercase": False}
    return BertNormalizer(**(none | steps)).normalize_str


def moves(character, nfd):
    """Whether a character is put into order with the mark of the lowest or that of the highest class."""
    return any(nfd(pair) != pair for pair in ("\u0345" + character, character + "\u0334"))


def classes_by_order(nfd):
    """One character of each combining class that the reference knows, lowest first."""
    known = {}
    for code in CHARACTERS:
        combining = unicodedata.combining(chr(code))
        if combining and nfd(chr(code)) == chr(code) and moves(chr(code), nfd):
            known.setdefault(combining, chr(code))
    return [known[combining] for combining in sorted(known)]


def combining_class(character, nfd, order):
    """How many of the known classes are not above that of a character."""
    if nfd(character) != character or not moves(character, nfd):
        return 0
    not_below = sum(nfd(character + other) != character + other for other in order)
    not_above = sum(nfd(other + character) == other + character for other in order)
    assert not_above - not_below == 1, hex(ord(character))
    return not_above


def flags_of(character, functions):
    clean, chinese, strip, lower, nfd, split = functions
    flags = {"": REMOVED, " ": BLANK if character != " " else 0, character: 0}[clean(character)]
    flags |= {character: 0, f" {character} ": CHINESE}[chinese(character)]
    flags |= LOWER if lower(character) != character else 0
    if nfd(character) != character:
        flags |= DECOMPOSED
    else:
        flags |= {"": MARK, character: 0}[strip(character)]
    pieces = [piece for piece, _ in split(f"a{character}a")]
    return flags | {("a", "a"): SPACE, ("a", character, "a"): PUNCTUATION, (f"a{character}a",): 0}[tuple(pieces)]


def hangul(code):
    index = code - 0xAC00
    letters = [0x1100 + index // 588, 0x1161 + index % 588 // 28, 0x11A7 + index % 28]
    return "".join(map(chr, letters if index % 28 else letters[:2]))


def number(value):
    groups = bytearray()
    while value > 0x7F:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    groups.append(value)
    return bytes(groups)


def mappings(table):
    written = bytearray(number(len(table)))
    before = 0
    for code, letters in table.items():
        written += number(code - before) + number(len(letters))
        for letter in letters:
            difference = ord(letter) - code
            written += number(2 * difference if difference >= 0 else -2 * difference - 1)
        before = code
    return written


def runs(treatments):
    found = []
    for code in range(0x110000):
        treatment = treatments.get(code, (0, 0))
        if found and found[-1][1] == treatment:
            found[-1][0] += 1
        else:
            found.append([1, treatment])
    written = bytearray(number(len(found)))
    for length, (flags, combining) in found:
        written += number(length) + bytes([flags, combining])
    return written


def main(path):
    import tokenizers
    assert tokenizers.__version__ == VERSION, tokenizers.__version__
    nfd = NFD().normalize_str
    strip = step(strip_accents=True)
    lower = step(lowercase=True)
    functions = (step(clean_text=True), step(handle_chinese_chars=True), strip, lower, nfd,
                 BertPreTokenizer().pre_tokenize_str)
    order = classes_by_order(nfd)
    treatments = {code: (flags_of(chr(code), functions), combining_class(chr(code), nfd, order)) for code in CHARACTERS}
    letters = {code: lower(chr(code)) for code in CHARACTERS if treatments[code][0] & LOWER}
    parts = {code: nfd(chr(code)) for code in CHARACTERS if treatments[code][0] & DECOMPOSED}
    for code, decomposed in parts.items():
        kept = "".join(part for part in decomposed if not treatments[ord(part)][0] & MARK)
        assert strip(chr(code)) == kept, hex(code)
    for code in range(0xAC00, 0xD7A4):
        assert parts.pop(code) == hangul(code), hex(code)
    with open(path, "wb") as file:
        file.write(runs(treatments) + mappings(letters) + mappings(parts))
    print(len(letters), "letters", len(parts), "decompositions", len(order), "classes")


if __name__ == "__main__":
    main(sys.argv[1])
