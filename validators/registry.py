"""Every rule, and which of several speaks about the same field.

A rule is a small function from a case (as a ``View``) to hits. The decorator says everything else
that anybody asks about it: its id, how much it weighs, its message and where it comes from.

To a field that was left blank only one rule speaks: first one made for this very field (V, B, D,
A-09 to A-25, and F for the line of the signature), then A-03, A-01 and A-05, which go over all
fields.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.forms import Form
from pipeline.model import Finding, Severity
from validators.view import View

FAMILIES = "FAVDPBNKH"
"""The families of rules in the order of the catalogue."""

OVER_ALL_FIELDS = ("A-03", "A-01", "A-05")
"""Rules that go over all fields, in the order in which they may speak about a blank one."""

FOR_ONE_FIELD = ("F", "V", "B", "D")
"""Families whose rules are made for certain fields; with them A-09 to A-25."""

FIRST_A_FOR_ONE_FIELD = 9


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: the fields and pages it is about, and what to fill into its message.

    A blank field among ``fields`` is one that the rule itself calls missing. ``note`` is added to
    the message.
    """

    fields: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    severity: Severity | None = None
    words: dict[str, object] = field(default_factory=dict)
    note: str = ""


Test = Callable[[View], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its code."""

    id: str
    severity: Severity
    message: str
    source: str
    test: Test

    @property
    def turn(self) -> int:
        """When it speaks: rules over all fields wait for the others."""
        return OVER_ALL_FIELDS.index(self.id) + 1 if self.id in OVER_ALL_FIELDS else 0

    @property
    def has_the_last_word(self) -> bool:
        """Whether no rule over all fields may speak about the same blank field."""
        family, number = self.id.split("-")
        own = family in FOR_ONE_FIELD or (family == "A" and int(number) >= FIRST_A_FOR_ONE_FIELD)
        return own or self.id in OVER_ALL_FIELDS


RULES: dict[str, Rule] = {}


def order(rule_id: str) -> tuple[int, int]:
    """The place of a rule in the catalogue."""
    family, number = rule_id.split("-")
    return FAMILIES.index(family), int(number)


def rule(rule_id: str, severity: Severity, *, source: str, message: str) -> Callable[[Test], Test]:
    """Register a function as a rule. ``message`` is German and may have places to fill."""

    def register(test: Test) -> Test:
        add(Rule(rule_id, severity, message, source, test))
        return test

    return register


def plain(
    rule_id: str,
    severity: Severity,
    when: str,
    *fields: str,
    source: str,
    message: str,
    persons: Sequence[str] = (),
) -> None:
    """Register a rule that is nothing but an expression of the catalogue.

    ``fields`` are the ones it is about; ``persons`` those whose evidence it asks for.
    """

    def test(view: View) -> Iterator[Hit]:
        if view.holds(when, persons):
            yield Hit(fields)

    add(Rule(rule_id, severity, message, source, test))


def hit(*fields: str, severity: Severity | None = None, note: str = "", **words: object) -> Hit:
    """What a rule found about some fields; ``words`` fill the places of its message."""
    return Hit(fields, (), severity, words, note)


def add(rule: Rule) -> None:
    """Take a rule in; an id twice is a mistake of ours."""
    if rule.id in RULES:
        raise ValueError(f"rule {rule.id} is defined twice")
    RULES[rule.id] = rule


def needed_for(wanted: Collection[str]) -> list[Rule]:
    """The rules with these ids, and where one of them is over all fields those that it waits for.

    >>> [rule.id for rule in needed_for({"B-01"})]
    ['B-01']
    """
    chosen = [rule for rule in RULES.values() if rule.id in wanted]
    if not any(rule.turn for rule in chosen):
        return chosen
    return [rule for rule in RULES.values() if rule.id in wanted or rule.has_the_last_word]


def spoken_for(rules: Iterable[Rule], view: View) -> frozenset[str]:
    """The fields about which rules speak that leave nothing to those over all fields."""
    own = (rule for rule in rules if rule.has_the_last_word and not rule.turn)
    return frozenset(field for rule in own for hit in rule.test(view) for field in hit.fields)


def apply(
    rules: Iterable[Rule], view: View, left_to_others: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Let all rules speak, in the order of the catalogue, about a field no more than one.

    Rules over all fields say nothing about those that are ``left_to_others``.
    """
    taken = set(left_to_others)
    found: list[tuple[Rule, Hit]] = []
    for one in sorted(rules, key=lambda r: (r.turn, order(r.id))):
        for found_hit in one.test(view):
            if one.turn and taken.intersection(found_hit.fields):
                continue
            found.append((one, found_hit))
            if one.has_the_last_word:
                taken.update(found_hit.fields)
    found.sort(key=lambda pair: order(pair[0].id))
    return tuple(_finding(one, found_hit, view.form) for one, found_hit in found)


def _finding(rule: Rule, hit: Hit, form: Form) -> Finding:
    return Finding(
        rule=rule.id,
        severity=capped(hit.severity or rule.severity, hit.fields, form),
        message=rule.message.format_map(hit.words) + hit.note,
        fields=hit.fields,
        pages=hit.pages or _pages(hit.fields, form),
        source=rule.source,
    )


def capped(severity: Severity, fields: Iterable[str], form: Form) -> Severity:
    """No ``fehler`` about a field whose wording is reconstructed and not seen in print."""
    reconstructed = any(form.fields[f].source == "reconstructed" for f in fields)
    return Severity.RUECKFRAGE if reconstructed and severity is Severity.FEHLER else severity


def _pages(fields: Iterable[str], form: Form) -> tuple[str, ...]:
    wanted = {form.page_of[f] for f in fields}
    return tuple(page.id for page in form.pages if page.id in wanted)
