"""What a case returns, in the order people read it."""

from __future__ import annotations

from fleksim.rules import Rulebook

MONTHLY = (
    "loen_md",
    "fuldtidsloen_md",
    "fleksloentilskud_foer_loft",
    "loenloft_rum",
    "fleksloentilskud",
    "loenloft_binder",
    "ledighedsydelse",
    "kontanthjaelp",
    "ressourceforloebsydelse",
    "sygedagpenge",
    "bruttoindkomst_md",
    "atp_loen",
    "atp_fleksloentilskud",
)
TAX = (
    "am_bidrag",
    "personlig_indkomst",
    "beskaeftigelsesfradrag",
    "beskaeftigelsesfradrag_enlig",
    "beskaeftigelsesfradrag_senior",
    "jobfradrag",
    "ekstra_pensionsfradrag",
    "ligningsmaessige_fradrag",
    "skattepligtig_indkomst",
    "kommuneskat_foer_personfradrag",
    "kommuneskat_kr",
    "kirkeskat_kr",
    "sundhedsbidrag_kr",
    "bundskat_kr",
    "mellemskat_kr",
    "topskat_kr",
    "toptopskat_kr",
    "skat_i_alt",
)
TRANSFERS = (
    "groen_check",
    "boligstoette",
    "boerne_og_ungeydelse",
    "boernetilskud",
    "friplads",
    "foertidspension",
    "tilskud_selvstaendig",
    "disponibel_indkomst",
    "pensionsopsparing",
)
PURSE = ("employer_cost", "municipal_net", "state_net")

OUTPUTS = MONTHLY + TAX + TRANSFERS + PURSE

# Without these a case has no answer; an output beyond them that lacks a sourced value is left out with a note.
ESSENTIAL = MONTHLY + TAX + TRANSFERS


def is_flag(book: Rulebook, name: str) -> bool:
    """Whether an output is yes or no."""
    return name in book and book.rules[name].unit == "ja/nej"
