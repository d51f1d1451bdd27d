"""Why a script was refused. What is wrong with a publication is a Flaw: all are told at once, each with its place."""

from care.kernel.errors import Refused
from care.policy.faults import BadCode, BannedPhrase, Blank, Flaw, StatedTwice, TooLong, Unsound, Vague

__all__ = [
    "SCRIPT_FLAWS",
    "NothingChanged",
    "ScriptPlaceTaken",
    "ScriptsUnsound",
    "StepMissing",
    "TooManyScripts",
    "UnknownScript",
    "UnknownVariable",
    "VariableUnfit",
]


class UnknownScript(Refused):
    """The library in force has no script with this code."""

    code = "UNKNOWN_SCRIPT"


class UnknownVariable(Flaw):
    """A text names a variable that there is not, or has a single brace; `offset` and `text` say where."""

    code = "UNKNOWN_VARIABLE"


class VariableUnfit(Flaw):
    """A variable is not known in the situation; `offset` and `text` say where."""

    code = "VARIABLE_UNFIT"


class ScriptPlaceTaken(Flaw):
    """Two scripts are for one situation, segment and step; `other` is the code of the first."""

    code = "SCRIPT_PLACE_TAKEN"


class StepMissing(Flaw):
    """A situation lacks the step's script for every segment."""

    code = "SCRIPT_STEP_MISSING"


class TooManyScripts(Flaw):
    """There are more than a library holds."""

    code = "TOO_MANY_SCRIPTS"


class NothingChanged(Flaw):
    """A publication sets or takes out something that is there."""

    code = "NO_SCRIPT_CHANGED"


SCRIPT_FLAWS = (
    BannedPhrase,
    UnknownVariable,
    VariableUnfit,
    ScriptPlaceTaken,
    StepMissing,
    TooManyScripts,
    NothingChanged,
    BadCode,
    Blank,
    StatedTwice,
    TooLong,
    Vague,
)


class ScriptsUnsound(Unsound):
    code = "SCRIPTS_UNSOUND"
