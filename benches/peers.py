"""Near-duplicates and boilerplate by other tools: benches/peers.py TASK TOOL FOLDER

TASK TOOL is one of
  lines justext      lines of each file that jusText takes for boilerplate, each line as a paragraph of its own
  lines minhash      lines that have a line of another file like them (datasketch, 128 permutations, words)
  pairs minhash      files that are like one another (datasketch, 128 permutations, runs of five words, Jaccard .5)
One JSON list on a line of the output for each: [file, line] with lines from 0, or [file, file].
"""

import html
import json
import pathlib
import re
import sys


def words(text):
    return re.findall(r"\w+", text.lower())


def minhash(shingles):
    from datasketch import MinHash

    one = MinHash(num_perm=128)
    one.update_batch([shingle.encode() for shingle in shingles])
    return one


def lines_justext(files):
    import justext

    stop = justext.get_stoplist("English")
    for name, text in files:
        lines = [(at, line) for at, line in enumerate(text.split("\n")) if line.strip()]
        page = "<html><body>" + "".join(f"<p>{html.escape(line)}</p>" for _, line in lines) + "</body></html>"
        judged = [p for p in justext.justext(page, stop) if p.text.strip()]
        by_text = {}
        for p in judged:
            by_text.setdefault(" ".join(words(p.text)), p.is_boilerplate)
        for at, line in lines:
            if by_text.get(" ".join(words(line))):
                yield name, at


def lines_minhash(files):
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=0.7, num_perm=128)
    known = []
    for name, text in files:
        for at, line in enumerate(text.split("\n")):
            if len(words(line)) > 1:
                one = minhash(set(words(line)))
                known.append((name, at, one))
                index.insert(f"{name}\t{at}", one)
    for name, at, one in known:
        if any(other.split("\t")[0] != name for other in index.query(one)):
            yield name, at


def pairs_minhash(files):
    from datasketch import MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=128)
    for name, text in files:
        all_words = words(text)
        shingles = {" ".join(all_words[at : at + 5]) for at in range(max(1, len(all_words) - 4))}
        one = minhash(shingles)
        for other in index.query(one):
            yield other, name
        index.insert(name, one)


def main():
    task, tool, folder = sys.argv[1:]
    files = [(path.name, path.read_text()) for path in sorted(pathlib.Path(folder).glob("*.md"))]
    for found in globals()[f"{task}_{tool}"](files):
        print(json.dumps(found))


main()
