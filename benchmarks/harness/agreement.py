"""Checks that contestants do the same work: a contestant that cuts elsewhere would win or lose for nothing."""

import math

LEAST = 0.9999


def lowest_cosine(ours, theirs):
    return min(cosine(one, other) for one, other in zip(ours, theirs, strict=True))


def cosine(one, other):
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return product / math.sqrt(sum(a * a for a in one) * sum(b * b for b in other))
