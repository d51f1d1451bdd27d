"""The library as those who keep it see it (C6)."""

import strawberry

from api.app import App
from api.enums import described
from api.permissions import PART, STAFF, seen_by
from api.policy.enums import MemberSegment
from api.publishing import PUBLISHERS, DatedEdition
from care.dynamo.editions import Editions
from care.scripts import model, variables

__all__ = ["Script", "ScriptLibraryVersion", "ScriptSituation", "ScriptStep", "ScriptUse", "ScriptVariable"]

ScriptSituation = described(
    model.Situation,
    "What a talk is about.",
    name="ScriptSituation",
    QUALITY="The goods or their delivery fell short.",
    NO_REASON="The member just does not want them.",
    FOOD_SAFETY="Somebody's health may be at stake.",
    DELAY="We let the member wait longer than we promised.",
    PAYOUT_FAILED="What was promised has not arrived.",
    STILL_NOT="It was done, and yet is not well.",
    LOW_SCORE="A silent member whom we speak to first.",
    PRAISE="The member is glad.",
)
ScriptStep = described(
    model.Step,
    "The four steps of a talk, in their order.",
    name="ScriptStep",
    EMPATHY="共情: the feeling first.",
    LOCATE="定位: what exactly is wrong.",
    RESOLVE="解决: few clear ways, each with its time.",
    CLOSE="闭环: whether it is really well now.",
)


@seen_by(PART)
@strawberry.type(description="One text for one step.")
class Script:
    code: str = strawberry.field(description="Its code.")
    situation: model.Situation = strawberry.field(description="What the talk is about.")
    segment: MemberSegment | None = strawberry.field(  # type: ignore[valid-type]
        description="For whom; null: for every segment without a text of its own."
    )
    step: model.Step = strawberry.field(description="Which step of the talk.")
    text: str = strawberry.field(description="With variables, such as `{goods}`.")
    since: int = strawberry.field(description="Number of the library that brought this text.")


@seen_by(PART)
@strawberry.type(description="Something that a script may name.")
class ScriptVariable:
    name: str = strawberry.field(description="Stands in braces in a text.")
    about: str = strawberry.field(description="What is put in.")
    otherwise: str = strawberry.field(description="What is put in where the case cannot tell.")
    situations: list[model.Situation] = strawberry.field(description="Where it can be named.")


@seen_by(STAFF)
@strawberry.type(description="A published script library. It never changes.")
class ScriptLibraryVersion(DatedEdition[model.LibraryVersion]):
    @staticmethod
    def editions(app: App) -> Editions[model.LibraryVersion]:
        return app.scripts.editions

    @strawberry.field
    def number(self) -> int:
        """Counts up from 1; 0 is built in."""
        return self.model.number

    @strawberry.field
    def scripts(self) -> list[Script]:
        """All of them, in the order in which they came."""
        return [_script(each) for each in self.model.scripts]

    @strawberry.field
    def banned(self) -> list[str]:
        """Phrases that no script may say."""
        return list(self.model.banned)

    @strawberry.field
    def variables(self) -> list[ScriptVariable]:
        """All that a script may name."""
        return [_variable(each) for each in variables.VARIABLES.values()]


@seen_by(PUBLISHERS)
@strawberry.type(description="How often a text of a script was said in a month.")
class ScriptUse:
    model: strawberry.Private[model.Use]

    @strawberry.field
    def code(self) -> str:
        """The script's code."""
        return self.model.code

    @strawberry.field
    def since(self) -> int:
        """Number of the library that brought the text: tells its versions apart."""
        return self.model.since

    @strawberry.field
    def used(self) -> int:
        """How often."""
        return self.model.used


def _script(script: model.Script) -> Script:
    return Script(
        code=script.code,
        situation=script.situation,
        segment=script.segment,
        step=script.step,
        text=script.text,
        since=script.since,
    )


def _variable(variable: variables.Variable) -> ScriptVariable:
    return ScriptVariable(
        name=variable.name,
        about=variable.about,
        otherwise=variable.otherwise,
        situations=[each for each in model.Situation if each in variable.situations],
    )
