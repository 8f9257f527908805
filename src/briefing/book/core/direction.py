"""Which way a language is written, by its BCP 47 tag."""

from typing import Literal

#: Scripts of ISO 15924 that are written from right to left.
_SCRIPTS = "adlm arab hebr mand mani mend nkoo rohg samr syrc syrj syre syrn thaa yezi"
#: Languages that are written in one of them where the tag names no script (CLDR, likely subtags).
_LANGUAGES = "ar arc arz azb bal ckb dv fa glk he iw khw ks lrc mzn nqo pnb ps sd syr ug ur yi"


def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return `rtl` for a tag whose script, or else whose language, is written from right to left.

    `ar` and `az-Arab` are, `ar-Latn` is not. An unknown language is taken for one written from left to right.
    """
    first, *rest = language.lower().replace("_", "-").split("-")
    script = next((part for part in rest if len(part) == len("Arab") and part.isalpha()), "")
    return "rtl" if (script in _SCRIPTS.split() if script else first in _LANGUAGES.split()) else "ltr"
