"""Rows that fixtures name by what they are, one by one or with all held in memory."""

from contextlib import nullcontext

import pytest

from services.models import Choice, Question
from texts.natural_keys import rows_held

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    return Question.objects.create(code="age", order=1)


@pytest.mark.parametrize("manner", [nullcontext, rows_held])
def test_a_row_is_found_by_its_key_however_late_it_came(manner, question):
    with manner():
        assert Question.objects.get_by_natural_key("age") == question
        with pytest.raises(Choice.DoesNotExist):
            Choice.objects.get_by_natural_key("age", "adult")

        adult = Choice.objects.create(question=question, code="adult", order=1)
        assert Choice.objects.get_by_natural_key("age", "adult") == adult


def test_rows_that_are_held_are_asked_for_once(question, django_assert_num_queries):
    with rows_held(), django_assert_num_queries(1):
        for _ in range(3):
            assert Question.objects.get_by_natural_key("age") == question


def test_what_was_held_is_let_go(question):
    with rows_held():
        Question.objects.get_by_natural_key("age")
    question.delete()
    with pytest.raises(Question.DoesNotExist):
        Question.objects.get_by_natural_key("age")
