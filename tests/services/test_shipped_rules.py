"""The rules of the shipped content, as such."""

import pytest

from services.admin.fault import faults_in, with_parts
from services.admin.gap import rules_without_case, unmentioned_answers
from services.admin.successor import copy_rule
from services.models import EligibilityRule
from services.rulebook import rules_as_values
from tests import rows

pytestmark = pytest.mark.usefixtures("content")


def test_no_shipped_rule_has_a_fault():
    rules = EligibilityRule.objects.filter(is_end=False)
    assert rules.count() >= 12
    assert faults_in(with_parts(rules)) == []


def test_a_copy_of_any_shipped_rule_judges_like_its_original():
    for rule in EligibilityRule.objects.all():
        new = copy_rule(rule, valid_from=rows.DAY.replace(year=2090))
        values = rules_as_values([rule, new])
        assert values[new.pk] == values[rule.pk]
        new.delete()


def test_every_shipped_answer_is_mentioned_and_every_rule_looked_at():
    assert [fault.sentence for fault in unmentioned_answers()] == []
    assert [fault.sentence for fault in rules_without_case(on=rows.DAY)] == []
