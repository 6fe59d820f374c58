"""The settings of the job's rules: for all, for one plan, for one item."""

from collections.abc import Mapping
from datetime import time
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from ledger.plan import ItemRef
from ledger.rules import ItemRules, Period, Rules


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _item_name(name: str) -> str:
    """Take `5(2)` or `营商 5(2)`; in another spelling it would match no item, and silently."""
    try:
        ItemRef.parse(name.rpartition(" ")[2])
    except ValueError as error:
        raise PydanticCustomError("item_name", "no item's number") from error
    return name


ItemName = Annotated[str, AfterValidator(_item_name)]
Days = tuple[Annotated[int, Field(ge=0, le=250)], ...]


class ItemRuleSettings(_Section):
    """[plans."营商"], [items."营商 17(3)"]: what is set otherwise for one plan or item."""

    lead_days: Days | None = None
    short_lead_days: Days | None = None
    short_work_days: int | None = Field(default=None, ge=0, le=250)
    overdue_days: Days | None = None
    weekly_nags: int | None = Field(default=None, ge=0, le=52)
    period: Period | None = None
    period_lead_days: Days | None = None
    period_day: int | None = Field(default=None, ge=1, le=31)

    def rules(self) -> ItemRules:
        """Give the settings as the ledger's rules."""
        return ItemRules(**self.model_dump())


class RuleSettings(_Section):
    """[rules]: thresholds and switches of the job."""

    soon_days: int = Field(default=7, ge=0, le=60)
    lead_days: Days = (30, 7, 3, 1, 0)
    short_lead_days: Days = (3, 1, 0)
    short_work_days: int = Field(default=30, ge=0, le=250)
    overdue_days: Days = (1, 3, 7)
    weekly_nags: int = Field(default=4, ge=0, le=52)
    period: Period = Period.QUARTER
    period_lead_days: Days = (5, 1, 0)
    period_day: int = Field(default=25, ge=1, le=31)
    review: bool = True
    self_approval: bool = False
    office_grants_days: int = Field(default=30, ge=0)
    resend_unknown: bool = False
    group_list_at: time = time(8, 30)
    contacts_at: time = time(9, 0)
    quiet_from: time = time(17, 30)
    late_after_minutes: int = Field(default=10, ge=1, le=600)
    sensitive: frozenset[ItemName] = frozenset()

    @model_validator(mode="after")
    def _open_at_all(self) -> Self:
        if self.quiet_from <= max(self.group_list_at, self.contacts_at):
            raise PydanticCustomError("never_open", "quiet_from begins before the day's messages")
        return self

    def rules(
        self,
        plans: Mapping[str, ItemRuleSettings] = MappingProxyType({}),
        items: Mapping[str, ItemRuleSettings] = MappingProxyType({}),
    ) -> Rules:
        """Give the settings as the ledger's rules, with what single plans and items have."""
        return Rules(
            **self.model_dump(),
            of_plans={name: one.rules() for name, one in plans.items()},
            of_items={name: one.rules() for name, one in items.items()},
        )
