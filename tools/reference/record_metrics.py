"""Records retrieval metrics and correlations of reference tools for a small random fixture.

    python record_metrics.py --output metrics_fixture.json

Retrieval: trec_eval through pytrec_eval, and the InformationRetrievalEvaluator of
sentence-transformers. Correlations: scipy.
"""

import argparse
import json
import math
import random
import warnings
from importlib.metadata import version
from pathlib import Path

import pytrec_eval
from scipy import stats
from sentence_transformers.sentence_transformer.evaluation import InformationRetrievalEvaluator

DOCUMENTS = [f"d{i:02d}" for i in range(1, 31)]

VARIANTS = {
    "ranking": "The order every metric below was computed on: score descending, equal scores by document "
               "id descending (the rule of trec_eval).",
    "trec_eval": {
        "relevance": "A document is relevant where its grade is 1 or more; unjudged documents are not.",
        "ndcg_cut_10": "Graded, gain = grade (linear), discount 1/log2(rank + 1); the ideal is the ten best "
                       "grades of all judged documents. 0 where nothing is relevant.",
        "ndcg_cut_10_exponential": "The same with gain = 2^grade - 1.",
        "recip_rank": "1 / rank of the first relevant document, over the whole ranking (no cut-off).",
        "recip_rank_10": "The same over the first 10 documents only.",
        "map_cut_10": "Sum of precisions at the relevant ranks up to 10, divided by ALL relevant documents.",
        "recall_10": "Relevant documents in the first 10 / all relevant documents; 0 where nothing is relevant.",
        "P_10": "Relevant documents in the first 10 / 10, also where the ranking is shorter.",
    },
    "sentence_transformers": {
        "relevance": "Binary, grade 1 or more. A query without any relevant document is skipped (null).",
        "ndcg_10": "Binary gains; the ideal has min(10, relevant) ones.",
        "mrr_10": "1 / rank of the first relevant document in the first 10, else 0.",
        "map_10": "Sum of precisions at the relevant ranks up to 10, divided by min(10, relevant).",
        "recall_10": "As in trec_eval.",
        "precision_10": "As in trec_eval.",
        "accuracy_10": "1 where the first 10 hold a relevant document, else 0.",
    },
}

MEASURES = ["ndcg_cut_10", "recip_rank", "map_cut_10", "recall_10", "P_10"]


def build_run():
    """Eight queries: q1 to q3 are ordinary; q4 has its first relevant document after rank 10, q5 more
    than ten relevant documents, q6 a ranking of six documents, q7 no relevant document in its ranking,
    q8 no relevant document at all. Some retrieved documents are unjudged, and some judged ones are
    not retrieved."""
    rng = random.Random(20240131)
    qrels, run = {}, {}
    for number in range(1, 9):
        query = f"q{number}"
        judged = rng.sample(DOCUMENTS, 24 if number == 5 else 12)
        weights = [1, 0, 0, 0] if number == 8 else [2, 3, 2, 2] if number == 5 else [5, 3, 2, 2]
        grades = dict(zip(sorted(judged), rng.choices([0, 1, 2, 3], weights, k=len(judged))))
        pool = [d for d in DOCUMENTS if number != 7 or grades.get(d, 0) == 0]
        scores = {}
        for document in sorted(rng.sample(pool, 6 if number == 6 else 18)):
            # Steps of 1/16 are exact in float and in double, and collide often.
            score = rng.randrange(16) / 16
            if number == 4:
                score = score / 2 if grades.get(document, 0) else (1 + score) / 2
            scores[document] = score
        qrels[query], run[query] = grades, scores
    return qrels, run


def ranking(scores):
    by_id = sorted(scores, reverse=True)
    return sorted(by_id, key=lambda d: scores[d], reverse=True)  # stable


def first(scores, count):
    return {d: scores[d] for d in ranking(scores)[:count]}


def trec_eval(qrels, run):
    values = pytrec_eval.RelevanceEvaluator(
        qrels, {"ndcg_cut.10", "recip_rank", "map_cut.10", "recall.10", "P.10"}).evaluate(run)
    gains = {q: {d: 2 ** g - 1 for d, g in judged.items()} for q, judged in qrels.items()}
    exponential = pytrec_eval.RelevanceEvaluator(gains, {"ndcg_cut.10"}).evaluate(run)
    cut = pytrec_eval.RelevanceEvaluator(qrels, {"recip_rank"}).evaluate(
        {q: first(scores, 10) for q, scores in run.items()})
    result = {}
    for query in run:
        result[query] = {name: values[query][name] for name in MEASURES}
        result[query]["ndcg_cut_10_exponential"] = exponential[query]["ndcg_cut_10"]
        result[query]["recip_rank_10"] = cut[query]["recip_rank"]
    return result


def sentence_transformers(qrels, run):
    result = {}
    for query, scores in run.items():
        relevant = {d for d, grade in qrels[query].items() if grade > 0}
        if not relevant:
            result[query] = None
            continue
        evaluator = InformationRetrievalEvaluator(
            {query: ""}, {d: "" for d in DOCUMENTS}, {query: relevant}, map_at_k=[10])
        hits = [{"corpus_id": d, "score": scores[d]} for d in ranking(scores)]
        values = evaluator.compute_metrics([hits])
        names = {"ndcg_10": "ndcg@k", "mrr_10": "mrr@k", "map_10": "map@k", "recall_10": "recall@k",
                 "precision_10": "precision@k", "accuracy_10": "accuracy@k"}
        result[query] = {name: float(values[key][10]) for name, key in names.items()}
    return result


def correlations():
    rng = random.Random(7)
    x = [round(rng.gauss(0, 1), 3) for _ in range(20)]
    noisy = [round(0.6 * v + 0.8 * rng.gauss(0, 1), 3) for v in x]
    cases = [
        ("ties in both", [1, 2, 2, 3, 5], [2, 1, 4, 4, 5]),
        ("no ties, 20 values", x, noisy),
        ("many ties, 30 values", [rng.randrange(4) for _ in range(30)], [rng.randrange(6) for _ in range(30)]),
        ("monotone, not linear", [1, 2, 3, 4, 5, 6], [1, 4, 9, 16, 25, 36]),
        ("reversed", [1, 2, 3, 4], [8, 6, 4, 2]),
        ("two values", [1, 2], [3, 1]),
        ("large offset", [1000000.1, 1000000.2, 1000000.4, 1000000.3], [0.1, 0.2, 0.3, 0.4]),
        ("one side constant: undefined", [1, 2, 3, 4], [5, 5, 5, 5]),
    ]
    result = []
    for name, a, b in cases:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the constant case
            values = {"spearman": stats.spearmanr(a, b)[0], "pearson": stats.pearsonr(a, b)[0]}
        values = {key: None if math.isnan(v) else float(v) for key, v in values.items()}
        result.append({"name": name, "x": a, "y": b, **values})
    return result


def main():
    parser = argparse.ArgumentParser(description="Records reference metrics of a small fixture.")
    parser.add_argument("--output", required=True, type=Path)
    args = parser.parse_args()

    qrels, run = build_run()
    trec, st = trec_eval(qrels, run), sentence_transformers(qrels, run)
    queries = [{
        "query": query,
        "qrels": qrels[query],
        "run": run[query],
        "ranking": ranking(run[query]),
        "trec_eval": trec[query],
        "sentence_transformers": st[query],
    } for query in run]
    result = {
        "reference": ", ".join(f"{name} {version(name)}" for name in
                               ("pytrec-eval-terrier", "sentence-transformers", "scipy")),
        "variants": VARIANTS,
        "documents": DOCUMENTS,
        "queries": queries,
        "correlations": correlations(),
    }
    args.output.write_text(json.dumps(result, indent=1) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
