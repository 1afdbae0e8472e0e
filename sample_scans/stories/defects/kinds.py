"""What a defect is, and the situations that defects need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sample_scans.stories.draft import Draft

Settled = Mapping[str, object]
Spoil = Callable[[Draft], bool]


@dataclass(frozen=True, slots=True)
class Defect:
    """Something that is wrong with an application.

    ``says`` describes it; ``findings`` are the rules that it makes speak; ``needs`` settles choices
    of the story, so that there is something to spoil; ``spoil`` does it, or says that it cannot.
    """

    id: str
    says: str
    findings: tuple[str, ...]
    spoil: Spoil = field(repr=False, compare=False)
    needs: Settled = field(default_factory=dict)
    weight: int = 10


def erase(draft: Draft, *names: str) -> bool:
    """Blank the fields, and all fields under a name that ends in a dot; whether one was filled."""
    found = [
        name
        for name in list(draft.answers)
        if name in names or any(name.startswith(one) for one in names if one.endswith("."))
    ]
    for name in found:
        del draft.answers[name]
        draft.underlined.pop(name, None)
        for item in [item for item in draft.written if item == name or item.startswith(name + ".")]:
            del draft.written[item]
    return bool(found)


def rewrite(draft: Draft, name: str, value: str) -> bool:
    """Write another value into a field, in the usual way of writing."""
    draft.answers[name] = value
    draft.written.pop(name, None)
    return True


UNMARRIED: Settled = {"relation": "nie", "death": "", "status": "ledig", "paternity": "anerkannt",
                      "known": "gut", "caring": "mutter"}  # fmt: skip
NO_FATHER: Settled = {**UNMARRIED, "paternity": "offen", "known": "unbekannt", "payments": "keiner"}
DIVORCED: Settled = {"relation": "ehe", "death": "", "marriage": "geschieden", "age_months": 100,
                     "status": "geschieden", "known": "gut"}  # fmt: skip
APART: Settled = {"relation": "ehe", "death": "", "marriage": "getrennt", "age_months": 90,
                  "status": "dauernd_getrennt", "known": "gut"}  # fmt: skip
REMARRIED: Settled = {**UNMARRIED, "status": "verheiratet", "institution": True}
STEP_DEATH: Settled = {"relation": "nie", "death": "stief", "status": "verwitwet",
                       "paternity": "anerkannt", "known": "gut", "caring": "mutter"}  # fmt: skip
PENSION: Settled = {**STEP_DEATH, "orphan": "ja"}
SETTLEMENT: Settled = {**STEP_DEATH, "settlement": True}
SHARED: Settled = {**UNMARRIED, "shared": True}
THIRD: Settled = {"origin": "syrisch", "other_origin": "syrisch", "title_kind": "erlaubnis"}
OTHER_TITLE: Settled = {**THIRD, "title_kind": "sonstiger"}
UNION: Settled = {"origin": "polnisch", "other_origin": "polnisch", "eu_residence": True}
SETTLER: Settled = {"origin": "russlanddeutsch", "settler": "elternteil"}
PUPIL: Settled = {"age_months": 130, "school": "ja"}
GROWN_PUPIL: Settled = {"age_months": 190, "school": "ja"}
TRAINEE: Settled = {"age_months": 195, "school": "nein", "income": "ausbildung"}
WORKER: Settled = {**TRAINEE, "income": "arbeit"}
INVESTOR: Settled = {**TRAINEE, "income": "sonstige"}
IDLE: Settled = {**TRAINEE, "income": "keine"}
NO_MONEY: Settled = {**UNMARRIED, "payments": "keiner"}
IRREGULAR: Settled = {**UNMARRIED, "payments": "unregelmaessig"}
REGULAR: Settled = {**UNMARRIED, "payments": "regelmaessig"}
ADVANCE: Settled = {**UNMARRIED, "advance": True}
WAIVER: Settled = {**UNMARRIED, "waiver": "verzicht"}
RELEASE: Settled = {**UNMARRIED, "waiver": "freistellung"}
FILED: Settled = {**UNMARRIED, "filing": True}
TITLED: Settled = {**UNMARRIED, "title": True}
RETRO: Settled = {**UNMARRIED, "retro": True, "efforts": "ja", "filing": False, "age_months": 60}
RETRO_IDLE: Settled = {**RETRO, "efforts": "nein"}
ONWARD: Settled = {"retro": False, "age_months": 40}
EARLIER: Settled = {"earlier": True, "age_months": 80}
APPLIED: Settled = {"applied": True, "age_months": 80}
JOBCENTER: Settled = {"sgb_ii": "ja", "age_months": 160}
LIVING: Settled = {"death": "", "known": "gut"}
EMPLOYED: Settled = {**UNMARRIED, "work": "angestellt", "thrifty": False}
OWN_FIRM: Settled = {**UNMARRIED, "work": "selbstaendig", "thrifty": False}
JOBLESS: Settled = {**UNMARRIED, "work": "arbeitslos", "thrifty": False}
INDEBTED: Settled = {**UNMARRIED, "debts": True}
