"""What has a title in Danish and in English."""

from __future__ import annotations


class Titled:
    """A thing with the texts `da` and `en`; dataclasses that have them extend it."""

    da: str
    en: str

    def title(self, lang: str) -> str:
        """The title in a language, `da` or `en`."""
        return self.da if lang == "da" else self.en
