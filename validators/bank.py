"""The account (B).

B-06 is not implemented: a bank code names a bank, but what people write beside it ("Sparkasse")
does not tell whether they mean another one. B-11 depends on single characters of a reading.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Severity
from validators.functions import bic_country, iban_country, name_parts
from validators.registry import Hit, hit, plain, rule
from validators.view import View

IBAN = "bankverbindung.iban"
BIC = "bankverbindung.bic"
HOLDER = "bankverbindung.kontoinhaber"


@rule(
    "B-01",
    Severity.FEHLER,
    source="ISO 13616, Modulo 97",
    message="IBAN {wert} ist ungültig (Prüfziffer oder Länge).",
)
def iban_that_cannot_be(view: View) -> Iterator[Hit]:
    if view.holds("filled(bankverbindung.iban) and not valid_iban(bankverbindung.iban)"):
        yield hit(IBAN, wert=view.text(IBAN))


plain(
    "B-02",
    Severity.FEHLER,
    'startswith(bankverbindung.iban, "DE") and len(bankverbindung.iban) != 22',
    IBAN,
    source="ISO 13616",
    message="Deutsche IBAN muss 22 Stellen haben.",
)

plain(
    "B-03",
    Severity.FEHLER,
    'matches(bankverbindung.iban, "^DE191234123412341234")',
    IBAN,
    source="Vordruck Nr. 17 (das Beispiel hat selbst keine gültige Prüfziffer)",
    message="Statt einer IBAN wurde das gedruckte Beispiel gelesen oder übernommen.",
)


@rule(
    "B-04",
    Severity.RUECKFRAGE,
    source="ISO 9362",
    message="BIC {wert} hat kein gültiges Format (8 oder 11 Stellen).",
)
def bic_that_cannot_be(view: View) -> Iterator[Hit]:
    if view.holds("filled(bankverbindung.bic) and not valid_bic(bankverbindung.bic)"):
        yield hit(BIC, wert=view.text(BIC))


@rule(
    "B-05",
    Severity.RUECKFRAGE,
    source="ISO 9362, ISO 13616",
    message="Land der IBAN ({a}) und der BIC ({b}) stimmen nicht überein.",
)
def bank_in_another_country(view: View) -> Iterator[Hit]:
    if view.holds(
        "valid_iban(bankverbindung.iban) and valid_bic(bankverbindung.bic) "
        "and iban_country(bankverbindung.iban) != bic_country(bankverbindung.bic)"
    ):
        a, b = iban_country(str(view.text(IBAN))), bic_country(str(view.text(BIC)))
        yield hit(IBAN, BIC, a=a, b=b)


plain(
    "B-07",
    Severity.RUECKFRAGE,
    'filled(bankverbindung.iban) and iban_country(bankverbindung.iban) != "DE" '
    "and empty(bankverbindung.bic)",
    BIC,
    source="Vordruck Nr. 17",
    message="Ausländisches Konto ohne BIC.",
)

plain(
    "B-08",
    Severity.HINWEIS,
    'startswith(bankverbindung.iban, "DE") and empty(bankverbindung.bic)',
    BIC,
    source="Vordruck Nr. 17",
    message="BIC fehlt; bei deutscher IBAN nicht nötig.",
)


@rule(
    "B-09",
    Severity.RUECKFRAGE,
    source="Vordruck Nr. 17",
    message="Kontoinhaber {name} ist weder Elternteil noch Kind.",
)
def account_of_somebody_else(view: View) -> Iterator[Hit]:
    if view.holds(
        "filled(bankverbindung.kontoinhaber) "
        "and not similar(bankverbindung.kontoinhaber, betreuender_elternteil.familienname) "
        "and not similar(bankverbindung.kontoinhaber, kind.familienname)"
    ):
        yield hit(HOLDER, name=view.text(HOLDER))


@rule(
    "B-10",
    Severity.RUECKFRAGE,
    source="erschlossen",
    message="Kontoinhaber ist der andere Elternteil.",
)
def account_of_the_other_parent(view: View) -> Iterator[Hit]:
    """First and family name one beside the other: Salma Al-Hassan is not Hassan Al-Hassan."""
    if view.holds(
        "filled(bankverbindung.kontoinhaber) "
        "and similar(bankverbindung.kontoinhaber, anderer_elternteil.familienname) "
        "and similar(bankverbindung.kontoinhaber, anderer_elternteil.vornamen)"
    ):
        family, first = (
            name_parts(str(view.text(f"anderer_elternteil.{name}")))
            for name in ("familienname", "vornamen")
        )
        if family + first <= name_parts(str(view.text(HOLDER))):
            yield hit(HOLDER)
