"""What can go wrong, and what the operator should do about it.

Every error says one sentence and one hint, in German, and has an exit code of its own::

    EingangError            an error of ours                              1
    +-- ScanError           the file cannot be read as pages              3
    +-- ProtectedScanError  the PDF is encrypted                          4
    +-- OversizeError       too many pages, too many pixels               5
    +-- FormError           a form definition is wrong                    6
    +-- UnknownCaseError    there is no such case                         7
    +-- NotReleasableError  the case may not go out yet                   8
    +-- EmissionError       the authority's system did not take it        9
    +-- StoreError          the store cannot be opened or written        10
    +-- DiskError           no space, no right to write                  11
    +-- OcrError            Tesseract or its German language is missing  12
    +-- TruthError          a sample's truth cannot be understood        13
    +-- StyleError          a sample style or font cannot be used        14
    +-- PathError           a path given does not exist                  15
    +-- FlowError           Prefect does not start                       16
    +-- UncheckedError      no rule has been applied to the case         17
    +-- AccountError        an account cannot be made or changed so      18
    +-- LeaseError          somebody else has the case open              19
    +-- ClosedCaseError     nothing can be changed about the case        20
    +-- DecisionError       what was decided about a field is no answer  21
    +-- AuditError          the audit trail was changed                  22

``subject`` names the thing (a file's short name, a case, a field id), never a value that was
read from a form: Prefect keeps exception texts in its own database.
"""

from __future__ import annotations

from typing import ClassVar


class EingangError(Exception):
    """Base of every error a user of this package may see."""

    exit_code: ClassVar[int] = 1
    says: ClassVar[str] = "{subject}"
    hint: ClassVar[str] = ""

    def __init__(self, subject: object = "", *, hint: str = "") -> None:
        self.subject = str(subject)
        self.advice = hint or self.hint
        super().__init__(self.says.format(subject=subject))

    def __reduce__(self) -> tuple[type[EingangError], tuple[str]]:
        return type(self), (self.subject,)


def class_of(error: BaseException) -> str:
    """The name of an error's class, with its library where the name alone says nothing.

    >>> import struct
    >>> class_of(KeyError()), class_of(struct.error())
    ('KeyError', 'struct.error')
    """
    kind = type(error)
    return f"{kind.__module__}.{kind.__name__}" if kind.__name__ == "error" else kind.__name__


class ScanError(EingangError):
    """The file cannot be read as pages."""

    exit_code = 3
    says = "{subject} lässt sich nicht als Scan öffnen."
    hint = "Erwartet wird PDF, TIFF, JPEG oder PNG; bitte die Datei neu übertragen oder scannen."


class ProtectedScanError(EingangError):
    """The PDF is encrypted."""

    exit_code = 4
    says = "{subject} ist mit einem Kennwort geschützt."
    hint = "Bitte ohne Kennwortschutz neu speichern und noch einmal einlesen."


class OversizeError(EingangError):
    """Too many pages or too many pixels."""

    exit_code = 5
    says = "{subject} ist zu groß."
    hint = "Bitte teilen oder mit 300 dpi scannen; die Grenzen stehen in docs/operators.md."


class FormError(EingangError):
    """A form definition is wrong."""

    exit_code = 6
    says = "Die Formulardefinition {subject} ist fehlerhaft."
    hint = "Bitte mit `eingang doctor` prüfen und die Definition neu ableiten."


class UnknownCaseError(EingangError):
    """There is no such case."""

    exit_code = 7
    says = "Den Fall {subject} gibt es nicht."
    hint = "`eingang cases` zeigt alle Fälle."


class NotReleasableError(EingangError):
    """The case may not go out yet."""

    exit_code = 8
    says = "Der Fall {subject} darf noch nicht übergeben werden."
    hint = "`eingang show` nennt die offenen Punkte; `eingang release --reason` gibt ihn frei."


class EmissionError(EingangError):
    """The authority's system did not accept the case."""

    exit_code = 9
    says = "Die Übergabe an {subject} ist nicht gelungen."
    hint = "Der Fall bleibt zur Übergabe vorgemerkt; bitte das Ziel prüfen und wiederholen."


class StoreError(EingangError):
    """The store cannot be opened or written."""

    exit_code = 10
    says = "Der Datenbestand {subject} lässt sich nicht öffnen."
    hint = "Bitte --data, EINGANG_DATA und EINGANG_DATABASE_URL prüfen."


class DiskError(EingangError):
    """No space left, or no right to write."""

    exit_code = 11
    says = "In {subject} kann nicht geschrieben werden."
    hint = "Bitte freien Platz und Schreibrechte prüfen und den Aufruf wiederholen."


class OcrError(EingangError):
    """Tesseract or its German language data is missing."""

    exit_code = 12
    says = "Die Texterkennung ist nicht bereit: {subject}."
    hint = "Bitte die Pakete tesseract-ocr und tesseract-ocr-deu installieren."


class TruthError(EingangError):
    """A sample's truth cannot be understood."""

    exit_code = 13
    says = "Die Musterlösung {subject} ist nicht zu verstehen."
    hint = "Der Aufbau steht in docs/samples.md."


class StyleError(EingangError):
    """A sample style or font cannot be used."""

    exit_code = 14
    says = "Die Stilvorgabe {subject} ist nicht zu gebrauchen."
    hint = "`eingang samples style` zeigt die Vorgabe, von der man ausgehen kann."


class PathError(EingangError):
    """A path that was given does not exist."""

    exit_code = 15
    says = "{subject} gibt es nicht."
    hint = "Bitte den Pfad prüfen."


class FlowError(EingangError):
    """Prefect does not start."""

    exit_code = 16
    says = "Die Ablaufsteuerung (Prefect) startet nicht."
    hint = "Bitte den Aufruf wiederholen; prefect/server.log im Datenordner nennt den Grund."


class UncheckedError(EingangError):
    """No rule has been applied to the case: it was not read, or there is no form in it."""

    exit_code = 17
    says = "Der Fall {subject} ist nicht geprüft."
    hint = "`eingang show` nennt den Grund."


class AccountError(EingangError):
    """An account cannot be made or changed so."""

    exit_code = 18
    says = "Das Konto {subject} lässt sich so nicht anlegen oder ändern."
    hint = "`eingang accounts list` zeigt alle Konten."


class LeaseError(EingangError):
    """Somebody else has the case open, or it went back because nothing was done for long."""

    exit_code = 19
    says = "Der Fall {subject} ist nicht bei Ihnen in Bearbeitung."
    hint = "Bitte den Fall noch einmal öffnen."


class ClosedCaseError(EingangError):
    """Nothing can be changed about the case: it is not read yet, or it has left the house."""

    exit_code = 20
    says = "Am Fall {subject} lässt sich nichts mehr ändern."
    hint = "Er ist noch nicht gelesen oder schon übergeben."


class DecisionError(EingangError):
    """What was decided about a field is no answer to it."""

    exit_code = 21
    says = "Diese Eingabe passt nicht zum Feld {subject}."
    hint = "Bitte die Eingabe prüfen."


class AuditError(EingangError):
    """The audit trail was changed: a line is missing, or is not what it was."""

    exit_code = 22
    says = "Das Protokoll ist ab Zeile {subject} nicht mehr lückenlos."
    hint = "Bitte mit der letzten Sicherung vergleichen."
