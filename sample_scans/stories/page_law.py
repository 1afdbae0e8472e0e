"""Page 2: who represents the child, who its father is, what it received before, who has died."""

from __future__ import annotations

from datetime import timedelta

from pipeline.model import UNBEKANNT
from sample_scans.stories import places
from sample_scans.stories.days import months_before, some_day
from sample_scans.stories.draft import Draft
from sample_scans.stories.people import first_names, surname
from sample_scans.story import Row

PRINTED_FATHERS, PRINTED_PERIODS = 3, 3
"""Rows printed in the tables of possible fathers and of earlier benefits."""

NO_FATHER = (
    "der Vater nicht bekannt ist", "Vater verweigert Anerkennung", "mehrere Männer in Frage kommen",
    "der Mann im Ausland lebt", "Kindsvater unauffindbar", "Urlaubsbekanntschaft, Name unbekannt",
)  # fmt: skip
CARRIERS = ("DRV Bayern Süd", "DRV Nordbayern", "DRV Bund", "DRV Schwaben", "DRV Knappschaft")
OTHER_BENEFITS = ("Familienkasse", "Wohngeldstelle", "BAPersBw")
EARLIER_RATES = (165, 174, 187, 220, 232, 252, 293, 309, 338)


def fill_law_page(draft: Draft) -> None:
    """Sections 2 to 7."""
    _representation(draft)
    _fatherhood(draft) if draft.traits.law.relation == "nie" else _marriage(draft)
    _earlier(draft)
    _other_benefits(draft)
    if draft.family.dead:
        _death(draft)


def _seat(draft: Draft) -> places.Address:
    return places.office_town(draft.rng, draft.family.caring.home.plz)


def file_number(draft: Draft, letters: str = "F", year: int | None = None) -> str:
    """A file number as family courts write it, of a year of the child's life or a given one."""
    rng = draft.rng
    drawn = rng.randint(draft.traits.born.year, draft.traits.eve.year)
    return f"{rng.randint(1, 9)} {letters} {rng.randint(11, 999)}/{(year or drawn) % 100:02d}"


def _representation(draft: Draft) -> None:
    rng, law, benefits = draft.rng, draft.traits.law, draft.traits.benefits
    draft.put("vertretung.sorgerecht", law.custody)
    if law.custody == "andere":
        name = f"{rng.choice(('Maria', 'Josef'))} {surname(rng, 'deutsch')}"
        address = places.nearby(rng, draft.family.child.home)
        draft.put("vertretung.vertreter.name", name)
        draft.put("vertretung.vertreter.anschrift", address.line)
    if draft.yes_no("vertretung.beistandschaft.besteht", benefits.guardian):
        kinds = ("beistandschaft", "beistandschaft", "pflegschaft", "vormundschaft")
        draft.put("vertretung.beistandschaft.art", rng.choice(kinds))
        draft.put("vertretung.beistandschaft.jugendamt", f"Jugendamt {_seat(draft).short_town}")
        if rng.random() < 0.6:
            number = f"51-{rng.randint(100, 999)}/{rng.randint(17, 26)}"
            draft.put("vertretung.beistandschaft.aktenzeichen", number)
    if draft.yes_no("vertretung.rechtsanwalt.beauftragt", benefits.lawyer):
        draft.put("vertretung.rechtsanwalt.name_anschrift", lawyer(draft))


def lawyer(draft: Draft) -> str:
    """A lawyer with office."""
    name = surname(draft.rng, "deutsch")
    title = draft.rng.choice(("RA", "RAin", "RA Dr.", "Kanzlei"))
    return f"{title} {name}, {_seat(draft).line}"


def _fatherhood(draft: Draft) -> None:
    rng, law = draft.rng, draft.traits.law
    draft.put("eltern.verheiratet", "nein")
    if draft.yes_no("vaterschaft.anerkannt_oder_festgestellt", law.paternity != "offen"):
        limit = min(draft.traits.eve, draft.family.dates.death or draft.traits.eve)
        low = draft.traits.born + timedelta(days=-100 if law.paternity == "anerkannt" else 90)
        day = some_day(rng, min(low, limit), min(limit, low + timedelta(days=500)))
        draft.put("vaterschaft.urkunde_vom", day)
        draft.put("vaterschaft.urkunde_stelle_az", _paternity_office(draft))
        return
    if draft.yes_no("vaterschaft.verfahren.anhaengig", rng.random() < 0.35):
        court = f"AG {_seat(draft).short_town}, {file_number(draft)}"
        draft.put("vaterschaft.verfahren.gericht_behoerde_az", court)
    draft.put("vaterschaft.nicht_festgestellt_grund", rng.choice(NO_FATHER))
    draft.table("vaterschaft.moegliche_vaeter", _possible_fathers(draft), PRINTED_FATHERS)


def _paternity_office(draft: Draft) -> str:
    town = _seat(draft).short_town
    if draft.traits.law.paternity == "gericht":
        decided = int(draft.text("vaterschaft.urkunde_vom")[:4])
        return f"AG {town}, {file_number(draft, year=decided)}"
    year = draft.text("vaterschaft.urkunde_vom")[2:4]
    return f"Jugendamt {town}, {draft.rng.randint(12, 980)}/{year}"


def _possible_fathers(draft: Draft) -> list[Row]:
    rng, other = draft.rng, draft.family.other
    if draft.traits.law.known == "wenig":
        return [{"name": other.name, "anschrift": other.home.line}]
    names = [first_names(rng, "deutsch", "m", child=False)[0] for _ in range(rng.randint(1, 2))]
    return [{"name": f"{name} (Nachname ?)", "anschrift": UNBEKANNT} for name in names]


def _marriage(draft: Draft) -> None:
    law, dates = draft.traits.law, draft.family.dates
    draft.put("eltern.verheiratet", "ja")
    draft.put("eltern.ehe.eheschliessung_am", dates.marriage)
    draft.put("eltern.ehe.stand", law.marriage)
    since = {"getrennt": dates.separation, "geschieden": dates.divorce, "aufgehoben": dates.divorce}
    draft.put("eltern.ehe.stand_seit", since.get(law.marriage))
    if law.marriage == "geschieden" and dates.divorce:
        number = file_number(draft, year=dates.divorce.year)
        draft.put("eltern.ehe.gericht_az", f"AG {_seat(draft).short_town}, {number}")
    contested = law.caring == "mutter" and draft.rng.random() < 0.04
    if draft.yes_no("eltern.ehe.vaterschaft_bestritten", contested):
        court = f"AG {_seat(draft).short_town}, {file_number(draft)}"
        draft.put("eltern.ehe.anfechtung_gericht_az", court)


def _earlier(draft: Draft) -> None:
    rng, benefits = draft.rng, draft.traits.benefits
    town = places.office_town(rng, draft.family.former_home.plz).short_town
    if draft.yes_no("uvg_vorbezug.gewaehrt", benefits.earlier):
        until = months_before(draft.traits.eve, rng.randint(3, 9)).replace(day=1)
        rows: list[Row] = []
        for _ in range(rng.choice((1, 1, 1, 2))):
            began = max(months_before(until, rng.randint(4, 20)).replace(day=1), draft.traits.born)
            last = until - timedelta(days=1)
            if began < last:
                rows.insert(0, {"jugendamt": f"Jugendamt {town}", "vom": began.isoformat(),
                                "bis": last.isoformat()})  # fmt: skip
            until = began
        draft.table("uvg_vorbezug.zeitraeume", rows, PRINTED_PERIODS)
    if draft.yes_no("uvg_vorbezug.antrag_gestellt", benefits.applied):
        low = max(draft.traits.born, draft.traits.eve - timedelta(days=900))
        draft.put("uvg_vorbezug.antrag_jugendamt", f"Jugendamt {town}")
        draft.put("uvg_vorbezug.antrag_am", some_day(rng, low, draft.traits.eve))
        results = ("zurueckgenommen", "offen", "abgelehnt")
        draft.put("uvg_vorbezug.antrag_ergebnis", rng.choice(results))


def _other_benefits(draft: Draft) -> None:
    benefits, town = draft.traits.benefits, _seat(draft).short_town
    offices = {
        "sgb_ii": (benefits.sgb_ii, f"Jobcenter {town}"),
        "sgb_xii": (benefits.sgb_xii, f"Stadt {town}"),
        "jugendhilfe": (benefits.youth, f"Jugendamt {town}"),
        "unterhaltssicherung": (benefits.usg, draft.rng.choice(OTHER_BENEFITS)),
    }
    for name, (state, office) in offices.items():
        draft.put(f"sozialleistungen.{name}.bezug", state)
        if state != "nein":
            draft.put(f"sozialleistungen.{name}.stelle", office)
    if draft.traits.years >= 12 and benefits.sgb_ii != "nein":
        earns = draft.rng.random() < 0.6
        if draft.yes_no("sozialleistungen.elternteil_brutto_600", earns):
            gross = draft.rng.randint(610, 2400) + draft.rng.choice((0, 0.5, 0.37))
            draft.money("sozialleistungen.elternteil_brutto_betrag", gross)


def _death(draft: Draft) -> None:
    rng, money, died = draft.rng, draft.traits.money, draft.family.dates.death
    if died is None:
        return
    draft.put("todesfall.sterbedatum", died)
    draft.put("todesfall.waisenbezuege.status", money.orphan)
    carrier = rng.choice(CARRIERS)
    since = max(died, draft.traits.born)
    if money.orphan == "ja":
        draft.put("todesfall.waisenbezuege.traeger", carrier)
        draft.money("todesfall.waisenbezuege.betrag_monatlich", rng.randint(9000, 31000) / 100)
        draft.put("todesfall.waisenbezuege.seit", since)
    if money.orphan == "beantragt":
        draft.put("todesfall.waisenbezuege.beantragt_bei", carrier)
    if money.settlement:
        draft.put("todesfall.abfindung.erhalten", "ja")
        draft.money("todesfall.abfindung.betrag", rng.randint(10, 90) * 250)
        draft.put("todesfall.abfindung.vom", since)
        draft.put("todesfall.abfindung.bis", since + timedelta(days=rng.randint(200, 1500)))
