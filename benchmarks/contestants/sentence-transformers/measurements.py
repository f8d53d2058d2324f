"""The measurements of the line protocol, as protocol/ has them for the contestants on the JVM."""

import math
import threading
import time


def bulk(encode_all, texts, request_size):
    size = request_size or len(texts)
    start = time.perf_counter()
    count = sum(len(encode_all(texts[first:first + size])) for first in range(0, len(texts), size))
    return {"seconds": time.perf_counter() - start, "texts": count}


def single(encode_one, texts, count):
    latencies = []
    for i in range(count):
        start = time.perf_counter()
        encode_one(texts[i % len(texts)])
        latencies.append(time.perf_counter() - start)
    return {"texts": count, **percentiles(latencies)}


def concurrent(encode_one, texts, threads, seconds):
    latencies = [[] for _ in range(threads)]
    begin = time.perf_counter()

    def call(caller):
        i = caller * len(texts) // threads
        start = time.perf_counter()
        while start < begin + seconds:
            encode_one(texts[i % len(texts)])
            now = time.perf_counter()
            latencies[caller].append(now - start)
            start = now
            i += 1

    callers = [threading.Thread(target=call, args=(caller,)) for caller in range(threads)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    elapsed = time.perf_counter() - begin
    every = [latency for those in latencies for latency in those]
    return {"queries": len(every), "seconds": elapsed, **percentiles(every)}


def memory():
    names = {"VmRSS": "rss_kb", "VmHWM": "peak_rss_kb"}
    with open("/proc/self/status", encoding="ascii") as status:
        values = dict(line.split(":", 1) for line in status)
    return {names[key]: int(values[key].split()[0]) for key in names}


def percentiles(latencies):
    ordered = sorted(latencies)

    def percentile(percent):
        return ordered[max(math.ceil(percent / 100 * len(ordered)), 1) - 1] * 1e6

    return {"p50_us": percentile(50), "p95_us": percentile(95), "p99_us": percentile(99),
            "mean_us": sum(ordered) / len(ordered) * 1e6}
