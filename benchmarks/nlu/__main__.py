"""`python -m benchmarks.nlu`: classifiers side by side on our own topics and, with `--public FOLDER`, on a public set.

Prints a table and writes var/bench/nlu.json. DIET and nlp.js train long at full size, so all peers are compared on
the same cut of our own sentences, and ours and the plain one on everything as well.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from benchmarks.nlu.noise import NOISES
from benchmarks.nlu.peers import Result, run_diet, run_linear, run_nlpjs
from benchmarks.nlu.sets import Comparison, own_comparison, public_comparison
from benchmarks.processes import WORK, BenchFailed, say
from civic.content.model import LANGUAGES

REPORT = WORK / "nlu.json"
FEW = 25
CUT = 8
PEERS: dict[str, Callable[[Comparison], Result]] = {
    "ours": partial(run_linear, "ours"),
    "tfidf": partial(run_linear, "tfidf"),
    "nlp.js": run_nlpjs,
    "DIET": run_diet,
}
QUICK = ("ours", "tfidf")


def main(arguments: Sequence[str]) -> int:
    """Run every peer on every comparison; a peer that cannot run is named and the exit code is 1."""
    options = _options(arguments)
    own = own_comparison()
    plan = [(own.cut_to(options.cut), tuple(options.peers)), (own, _quick_of(options.peers))]
    if options.public:
        public = public_comparison(options.public)
        for size in (public.cut_to(FEW), public):
            plan += [(size.in_language(language), _quick_of(options.peers)) for language in LANGUAGES]
    results, failed = [], []
    for comparison, peers in plan:
        for peer in peers:
            say(f"{peer} on {comparison.name} ({len(comparison.training)} sentences)")
            try:
                results.append(PEERS[peer](comparison))
            except BenchFailed as error:
                failed.append(peer)
                print(f"✗ {peer}: {error}", file=sys.stderr)
    noisy = _under_noise(public) if options.public else {}
    print(f"\n{_table(results)}\n")
    for name, (clean, dirty) in noisy.items():
        print(f"  {name:26} {clean:5.1f} → {dirty:5.1f}")
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    told = {"results": [asdict(result) for result in results], "noise": noisy}
    REPORT.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    return 1 if failed else 0


def _under_noise(public: Comparison) -> dict[str, tuple[float, float]]:
    """Our accuracy on the public test as it is and as other keyboards write it, in percent."""
    found = {}
    for name, (language, change) in NOISES.items():
        clean = public.in_language(language)
        say(f"ours on the public set {name}")
        noisy = tuple(replace(item, text=change(item.text)) for item in clean.test)
        asked = replace(clean, test=(*clean.test, *(replace(item, language="noisy") for item in noisy)))
        shares = run_linear("ours", asked).accuracy
        found[name] = (shares[language], shares["noisy"])
    return found


def _quick_of(peers: Sequence[str]) -> tuple[str, ...]:
    return tuple(peer for peer in peers if peer in QUICK)


def _table(results: Sequence[Result]) -> str:
    head = f"{'':9}{'on':34}{'sentences':>10}{'nl / tr / ar right, %':>24}"
    lines = [f"{head}{'train s':>9}{'p50 ms':>8}{'p95 ms':>8}{'MB':>7}"]
    for item in results:
        right = " / ".join(f"{item.accuracy[name]:.1f}" for name in LANGUAGES if name in item.accuracy)
        lines.append(
            f"{item.peer:9}{item.comparison:34}{item.trained_on:>10}{right:>24}{item.train_seconds:>9.1f}"
            f"{item.p50_ms:>8.2f}{item.p95_ms:>8.2f}{item.megabytes:>7.0f}"
        )
    return "\n".join(lines)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nlu", description=__doc__)
    parser.add_argument("--public", type=Path, help="folder with <language>.train.tsv and <language>.test.tsv")
    parser.add_argument("--cut", type=int, default=CUT, help="sentences an intent and language for the slow peers")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS))
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
