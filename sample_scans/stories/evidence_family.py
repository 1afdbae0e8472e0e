"""Documents about the family: birth, dwelling, identity, residence, fatherhood, marriage, death."""

from __future__ import annotations

from datetime import date, timedelta

from sample_scans.stories.days import months_before
from sample_scans.stories.draft import Draft
from sample_scans.stories.evidence import KIND, PARENT, enclose, issued_between, names_of, recent
from sample_scans.stories.page_child import needs_residence
from sample_scans.stories.page_law import file_number

LAST_OLD_CERTIFICATE = date(2008, 12, 31)
"""Until this day registry offices issued certificates of descent and family books."""

DEAD = "verstorbener_elternteil"
BOTH = (KIND, PARENT)
LEGAL_BASES = ("§ 25 Abs. 2 AufenthG", "§ 25 Abs. 3 AufenthG", "§ 28 Abs. 1 AufenthG",
               "§ 18a AufenthG", "§ 36 AufenthG")  # fmt: skip
TITLE_TYPES = {"Blaue Karte EU": "blaue_karte_eu", "ICT-Karte": "ict_karte",
               "Mobiler-ICT-Karte": "mobiler_ict_karte"}  # fmt: skip


def enclose_family(draft: Draft) -> None:
    """Everything the form and its leaflet ask for about the people."""
    _birth(draft)
    _dwelling(draft)
    _identity(draft)
    for subject in BOTH:
        _residence(draft, subject)
    _settlers(draft)
    _fatherhood(draft)
    _marriage(draft)
    _custody(draft)
    if draft.family.dead:
        _death(draft)


def number(draft: Draft, prefix: str = "") -> str:
    """A number of a register or card."""
    return f"{prefix}{draft.rng.randint(1_000_000, 99_999_999)}"


def _register(draft: Draft, letter: str, year: int) -> str:
    return f"{letter} {draft.rng.randint(12, 2400)}/{year}"


def _birth(draft: Draft) -> None:
    child, family = draft.family.child, draft.family
    old = child.born <= LAST_OLD_CERTIFICATE - timedelta(days=3)
    kinds = ["geburtsurkunde"] * 8 + ["geburtenregisterausdruck"]
    if old:
        kinds += ["abstammungsurkunde"] * 6 + ["familienbuchauszug"] * (
            6 if family.dates.marriage else 0
        )
    kind = draft.rng.choice(kinds)
    day = issued_between(draft, child.born + timedelta(days=2))
    if kind in ("abstammungsurkunde", "familienbuchauszug"):
        day = issued_between(draft, child.born + timedelta(days=2), LAST_OLD_CERTIFICATE)
    place = child.birth_place
    father = family.father.full_name if draft.traits.law.paternity != "offen" else ""
    name = "geburtsname" if child.birth_name else "familienname"
    fields: tuple[str, ...] = (
        f"kind.{name}",
        "kind.vornamen",
        "kind.geburtsdatum",
        "kind.geburtsort",
    )
    if kind == "familienbuchauszug":
        fields = ("kind.vornamen", "kind.geburtsdatum", "eltern.ehe.eheschliessung_am")
    enclose(
        draft, kind, KIND, fields, issued=day, place=place, office=f"Standesamt {place}",
        register_number=_register(draft, "G", child.born.year), mother=family.mother.full_name,
        mother_birth_name=family.mother.birth_name or family.mother.surname, father=father,
        husband=family.father.full_name, wife=family.mother.full_name,
        wife_birth_name=family.mother.birth_name or family.mother.surname,
        marriage_date=family.dates.marriage, marriage_place=place,
        acknowledged_on=draft.text("vaterschaft.urkunde_vom"),
    )  # fmt: skip


def _dwelling(draft: Draft) -> None:
    way = draft.rng.choices(("zwei", "gemeinsam", "haushalt"), (40, 42, 18))[0]
    if way == "zwei":
        for subject in BOTH:
            kinds = ("meldebestaetigung", "meldebestaetigung", "meldebescheinigung")
            _registration(draft, draft.rng.choice(kinds), (subject,))
    elif way == "gemeinsam":
        kinds = ("meldebescheinigung", "meldebescheinigung", "meldebestaetigung")
        _registration(draft, draft.rng.choice(kinds), BOTH)
    else:
        _household(draft)


def _registration(draft: Draft, kind: str, subjects: tuple[str, ...]) -> None:
    home, since = draft.family.caring.home, draft.family.dates.lives_since
    fields = [
        f"{subject}.{name}"
        for subject in subjects
        for name in (
            "familienname",
            "vornamen",
            "anschrift.strasse_hausnummer",
            "anschrift.plz_ort",
        )
    ]
    if kind == "meldebescheinigung":
        fields += [f"{subject}.geburtsdatum" for subject in subjects]
    if KIND in subjects:
        fields.append("kind.lebt_seit")
    town = home.short_town
    former = draft.family.former_home.line if draft.family.dates.moved_out else ""
    enclose(
        draft, kind, subjects, tuple(fields), office=f"Gemeinde {town}, Einwohnermeldeamt",
        place=town, office_plz_ort=home.plz_ort, moved_in=since,
        registered=since + timedelta(days=draft.rng.randint(1, 13)), issued=recent(draft, 90),
        dwelling=draft.rng.choice(("alleinige Wohnung", "Hauptwohnung")), former_address=former,
        marital_status=draft.traits.law.status.replace("_", " "),
        extended="ja" if len(subjects) > 1 else "nein",
    )  # fmt: skip


def _household(draft: Draft) -> None:
    family, since = draft.family, draft.family.dates.lives_since.isoformat()
    people = (family.caring, family.child)
    lines = ";".join(f"{one.full_name}|{one.born.isoformat()}|{since}" for one in people)
    town = family.caring.home.short_town
    fields = tuple(
        f"{subject}.{name}" for subject in BOTH for name in ("familienname", "geburtsdatum")
    )
    enclose(
        draft, "haushaltsbescheinigung", BOTH, fields, household=lines, issued=recent(draft, 40),
        office=f"Gemeinde {town}, Einwohnermeldeamt", place=town,
        office_plz_ort=family.caring.home.plz_ort, moved_in=since,
    )  # fmt: skip


def _identity(draft: Draft) -> None:
    german = draft.family.caring.citizenship == "deutsch"
    kind = "personalausweis" if german and draft.rng.random() < 0.85 else "reisepass"
    day = issued_between(draft, months_before(draft.traits.signed, 100))
    enclose(
        draft, kind, PARENT, names_of(PARENT, "geburtsort"), issued=day,
        valid_until=day.replace(year=day.year + 10, day=min(day.day, 28)),
        number=number(draft, "L"), height=f"{draft.rng.randint(155, 192)} cm",
        office=f"Stadt {draft.family.caring.home.short_town}",
    )  # fmt: skip


def _residence(draft: Draft, subject: str) -> None:
    """The title that the form names for the child or the parent, if one is needed."""
    person = draft.family.child if subject == KIND else draft.family.caring
    if not needs_residence(person) or (subject == KIND and draft.rng.random() < 0.4):
        return
    field = f"{subject}.aufenthalt"
    held = next(
        name
        for name in ("niederlassungserlaubnis", "aufenthaltserlaubnis", "sonstiger_titel",
                     "beschaeftigungsduldung")
        if draft.text(f"{field}.{name}.erteilt") == "ja"
    )  # fmt: skip
    kind = TITLE_TYPES[draft.text(f"{field}.sonstiger_titel.art")] if "sonstiger" in held else held
    if kind == "niederlassungserlaubnis" and draft.rng.random() < 0.3:
        kind = "daueraufenthalt_eu"
    granted = date.fromisoformat(draft.text(f"{field}.{held}.erteilt_am"))
    end = draft.traits.received.replace(day=1) + timedelta(days=draft.rng.randint(200, 900))
    basis = {"beschaeftigungsduldung": "§ 60d AufenthG", "niederlassungserlaubnis":
             "§ 9 AufenthG", "daueraufenthalt_eu": "§ 9a AufenthG"}  # fmt: skip
    open_end = kind in ("niederlassungserlaubnis", "daueraufenthalt_eu")
    card = number(draft, "Y")
    place = draft.family.caring.home.short_town
    enclose(
        draft, kind, subject, (*names_of(subject), f"{field}.{held}.erteilt_am"), granted=granted,
        issued=granted, title=kind.upper().replace("_", " "), number=card, place=place,
        legal_basis=basis.get(kind) or draft.rng.choice(LEGAL_BASES),
        valid_until=None if open_end else end, note="ERWERBSTÄTIGKEIT GESTATTET",
        office=f"Ausländerbehörde {place}",
    )  # fmt: skip
    if kind == "aufenthaltserlaubnis" and draft.rng.random() < 0.3:
        enclose(draft, "zusatzblatt_eat", subject, number=card, granted=granted, issued=granted,
                note="Erwerbstätigkeit gestattet", place=place)  # fmt: skip


def _settlers(draft: Draft) -> None:
    settler = draft.traits.life.settler
    subjects = {"kind": (KIND,), "elternteil": (PARENT,), "beide": (PARENT,)}.get(settler)
    if not subjects:
        return
    kinds = ("bescheinigung_bvfg15", "bescheinigung_bvfg15", "registrierschein", "aufnahmebescheid",
             "vertriebenenausweis")  # fmt: skip
    applied = date.fromisoformat(
        draft.text(f"{subjects[0]}.spaetaussiedler.anerkennung_beantragt_am")
    )
    enclose(
        draft, draft.rng.choice(kinds), subjects, names_of(subjects[0]),
        issued=issued_between(draft, applied), number=number(draft, "III B 3 - "),
        paragraph=draft.rng.choice(("1", "2")), entry_date=draft.family.caring.entry,
        included=draft.family.child.full_name, office="Bundesverwaltungsamt", place="Friedland",
    )  # fmt: skip


def _fatherhood(draft: Draft) -> None:
    law, family = draft.traits.law, draft.family
    if law.relation != "nie":
        return
    town = draft.text("vaterschaft.urkunde_stelle_az").partition(",")[0]
    number_ = draft.text("vaterschaft.urkunde_stelle_az").partition(", ")[2]
    common: dict[str, str | date] = {
        "father": family.father.full_name,
        "mother": family.mother.full_name,
        "father_birth_date": family.father.born,
        "mother_birth_date": family.mother.born,
    }
    fields = ("kind.familienname", "kind.vornamen", "kind.geburtsdatum", "vaterschaft.urkunde_vom")
    day = draft.text("vaterschaft.urkunde_vom")
    unborn = bool(day) and day < family.child.born.isoformat()
    if law.paternity == "anerkannt":
        enclose(
            draft, "vaterschaftsanerkennung", KIND, fields[3:] if unborn else fields, issued=day,
            register_number=number_, consent="ja", office=town,
            place=town.removeprefix("Jugendamt "), **common,
        )  # fmt: skip
    elif law.paternity == "gericht":
        enclose(
            draft, "vaterschaftsfeststellung", KIND, fields, decided=day, issued=day,
            final_since=_later(day, 40), court=town.replace("AG", "Amtsgericht"),
            file_number=number_, place=town.removeprefix("AG "), **common,
        )  # fmt: skip
    elif draft.text("vaterschaft.verfahren.anhaengig") == "ja":
        court, _, file = draft.text("vaterschaft.verfahren.gericht_behoerde_az").partition(", ")
        enclose(draft, "nachweis_vaterschaftsverfahren", KIND, names_of(KIND), file_number=file,
                court=court.replace("AG", "Amtsgericht"), issued=recent(draft))  # fmt: skip


def _later(day: str, days: int) -> date:
    return date.fromisoformat(day) + timedelta(days=days)


def _marriage(draft: Draft) -> None:
    law, family, dates = draft.traits.law, draft.family, draft.family.dates
    spouse = family.spouse or family.other
    couple = {"spouse_a": family.caring.full_name, "spouse_b": spouse.full_name,
              "spouse_a_birth_name": family.caring.birth_name or family.caring.surname,
              "spouse_b_birth_name": spouse.birth_name or spouse.surname}  # fmt: skip
    wed = dates.marriage or (dates.status_since or draft.traits.born) - timedelta(days=1500)
    if law.status == "geschieden" and dates.status_since:
        court, _, file = draft.text("eltern.ehe.gericht_az").partition(", ")
        enclose(
            draft, "scheidungsbeschluss", PARENT, (f"{PARENT}.familienstand.seit",),
            court=court.replace("AG", "Amtsgericht"), file_number=file or file_number(draft),
            final_since=dates.status_since, decided=dates.status_since - timedelta(days=35),
            issued=dates.status_since, marriage_date=wed, marriage_place=family.child.birth_place,
            **couple,
        )  # fmt: skip
    if law.status == "dauernd_getrennt":
        way = draft.rng.choice(("Anwaltsschreiben", "Erklärung Finanzamt"))
        enclose(draft, "trennungsnachweis", PARENT, (f"{PARENT}.familienstand.seit",), kind_of=way,
                separated_since=dates.status_since, spouse=spouse.full_name,
                issued=recent(draft, 120))  # fmt: skip
    if dates.marriage and draft.rng.random() < 0.2:
        enclose(draft, "eheurkunde", PARENT, ("eltern.ehe.eheschliessung_am",),
                marriage_date=dates.marriage, marriage_place=family.child.birth_place,
                register_number=_register(draft, "E", dates.marriage.year),
                issued=issued_between(draft, dates.marriage), **couple)  # fmt: skip


def _custody(draft: Draft) -> None:
    law = draft.traits.law
    joint = law.custody == "beide" and law.relation == "nie"
    alone = law.custody in ("vater", "andere") or (
        law.custody == "mutter" and law.relation == "ehe"
    )
    if not (joint or alone) or draft.rng.random() < 0.4:
        return
    kind = "Sorgeerklärung" if joint else "Beschluss"
    parents = f"{draft.family.mother.full_name} und {draft.family.father.full_name}"
    holder = {"mutter": draft.family.mother, "vater": draft.family.father}.get(law.custody)
    enclose(draft, "sorgerechtsnachweis", KIND, names_of(KIND), kind_of=kind,
            holders=holder.full_name if holder else parents, file_number=file_number(draft),
            court="Amtsgericht", issued=recent(draft, 700))  # fmt: skip


def _death(draft: Draft) -> None:
    dead, died = draft.family.dead, draft.family.dates.death
    if dead is None or died is None:
        return
    place = dead.home.short_town
    enclose(
        draft, "sterbeurkunde", DEAD, ("todesfall.sterbedatum",), died=died, death_place=place,
        issued=issued_between(draft, died + timedelta(days=2), died + timedelta(days=30)),
        register_number=_register(draft, "S", died.year), place=place, office=f"Standesamt {place}",
        marital_status="verheiratet" if draft.traits.law.status == "verwitwet" else "ledig",
    )  # fmt: skip
