"""What is told by its shape: every spelling is found, ordinary words are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.briefings.disclosure.folding import folded
from workbench.briefings.disclosure.names import names
from workbench.briefings.disclosure.patterns import old_dates, shaped
from workbench.briefings.disclosure.small_words import small_counts

PLANTED = {
    "phone": ("07700 900123", "+44 7700 900 123", "0161 496 0123", "(0161)4960123", "07700-900-123",
              "0 7 7 0 0 9 0 0 1 2 3", "447700900123", "O7700 900123"),
    "postcode": ("M1 1AE", "sw1a 1aa", "L13BT", "CH41  2ab"),
    "national_insurance": ("QQ 12 34 56 C", "qq123456c", "AB-12-34-56-D"),
    "email": ("a.person@example.org", "A.PERSON @ EXAMPLE.ORG", "a.person(at)example.co.uk"),
    "crime_reference": ("CR/123456/24", "04/12345/24", "crime ref 25M0012345", "log 0432 ".strip(),
                        "Crime number: 04DE/3312/21", "incident no. 20240917-0321",
                        "CRN 05E4/1234/24"),
    "vehicle": ("AB12 CDE", "ab12cde", "car reg p123 abc", "P123 ABC"),
    "date_of_birth": ("DOB 12/03/2009", "born on 12 March 2009", "d.o.b: 12.03.09",
                      "date of birth 2009-03-12", "DOB:12th mar 2009", "born March 2009",
                      "born in 2009", "born on the 12th of March '09"),
    "address": ("14 Acacia Avenue", "flat 3", "221b baker street", "Mill Lane no. 12"),
    "coordinates": ("53.4084, -2.9916", "SJ 34567 90123", "334567, 390123",
                    "///filled.count.soap"),
    "identity": ("NHS number 943 476 5919", "passport 123456789", "MORGA657054SM9IJ",
                 "PNC ID 12/123456A"),
    "online": ("@kay_smith09", "snapchat kaysmith09", "www.instagram.com/kay.s"),
}  # fmt: skip
ORDINARY = (
    "Reports fell from 45 in May 2026 to 31 in September 2026, a change of 31%.",
    "Natural limits of 16 to 46 a month come from Aug 2024 to Jul 2025 (12 months, mean 31.1).",
    "Call 999. To pass on a worry that is not urgent, call 101.",
    "H1 and R2 are tested by 12 December 2026; 1,234,567 rows, n = 369,323.",
    "Westbrook 003A has most: 185 incidents, 26%. E01006512 and W01000123 are small areas.",
    "The worst 3 of 30 areas hold half of the incidents, at 08:00 and 17:30.",
    "9 incidents have no place by which they could be told; 12 calls were in one street.",
    "Version 1, made on 20 October 2026; edition 2 of the data, 1 Aug 2024 to 30 Sep 2026.",
    "It may rise in June. Will the March plan hold? Hope so: art, grace and frank talk help.",
    "Westbrook Council, Hillbrook School and Station Parade; King Street and Park Road.",
    "Head of placements; Named nurse; Problem Oriented Policing; Community Safety Partnership.",
    "Home Office figures for North West England on Monday, Friday and Saturday nights.",
    "Two of the six homes, three homes and two schools in four streets."
    " One in five comes back within 2 hours.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "words"), [(kind, words) for kind, many in PLANTED.items() for words in many]
)
@pytest.mark.parametrize("around", ["{}", "Text before {} and after.", "(see {})", "Seen: {}."])
def test_every_spelling_is_found(kind: str, words: str, around: str) -> None:
    text = folded(around.format(words)).text
    assert kind in {hit.kind for hit in shaped(text)}, text


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_are_not(text: str) -> None:
    plain = folded(text).text
    assert [(h.kind, plain[h.start : h.end]) for h in shaped(plain)] == []
    assert [(h.kind, plain[h.start : h.end]) for h in names(plain)] == []
    assert [s.instead for s in small_counts(plain, 5)] == []
    assert list(old_dates(plain, 2022)) == []


@pytest.mark.parametrize(
    "text",
    [
        "John Smith was seen", "it was JOHN SMITH again", "the boy john  smith", "Smith, John",
        "John-Paul and John\u00a0Smith", "j\u00f4 John\u00adathan Smith", "Mr Okonkwo said",
        "mrs patel rang", "J. Smith", "Ms A", "Jo\u200bhn Smith", "Aisha Begum-Khan",
        "Mohammed\nHussain",
    ],
)  # fmt: skip
def test_names_are_found_in_any_case_and_spacing(text: str) -> None:
    assert any(hit.kind == "name" for hit in names(folded(text).text)), text


@pytest.mark.parametrize(
    "text",
    ["The victim, Zbysko Wieczorek, left.", "a girl called Chiamaka Eze", "Then Jayden was found."],
)
def test_a_name_no_list_holds_is_asked_about_beside_its_role(text: str) -> None:
    assert any(hit.kind.startswith("name") for hit in names(folded(text).text))


@pytest.mark.parametrize(
    ("text", "put_right"),
    [
        ("Three girls were hurt.", "Fewer than 5 girls were hurt."),
        ("It was one child.", "It was fewer than 5 children."),
        ("We saw 2 of the children.", "We saw fewer than 5 of the children."),
        ("There were 4 young victims", "There were fewer than 5 young victims"),
        ("Here two of the six moved away.", "Here fewer than 5 of the six moved away."),
        ("Source: made up, n = 3.", "Source: made up, n is fewer than 5."),
        ("It fell to 3 in June", "It fell to fewer than 5 in June"),
    ],
)
def test_small_counts_in_prose(text: str, put_right: str) -> None:
    found = list(small_counts(text, 5))
    assert len(found) == 1
    small = found[0]
    assert text[: small.start] + small.instead + text[small.end :] == put_right


@pytest.mark.parametrize("below", [3, 5, 10, 20])
def test_the_threshold_is_the_one_given(below: int) -> None:
    assert [s.value for s in small_counts(f"{below - 1} children", below)] == [below - 1]
    assert list(small_counts(f"{below} children", below)) == []
    assert list(small_counts("0 children and no reports", below)) == []


@pytest.mark.parametrize("text", ["12/03/2009", "12.3.09", "3rd April 1998", "2011-01-30"])
def test_an_old_full_date_may_be_a_date_of_birth(text: str) -> None:
    assert [hit.kind for hit in old_dates(f"seen {text} here", 2022)] == ["date_of_birth"]
    assert list(old_dates("seen 12/03/2026, 1 Aug 2024 and 30.09.25", 2022)) == []


@given(st.text(max_size=200))
def test_folding_keeps_the_place_of_every_letter(text: str) -> None:
    made = folded(text)
    assert len(made.text) == len(made.places)
    assert list(made.places) == sorted(set(made.places))
    if made.text:
        low, high = made.span(0, len(made.text))
        assert 0 <= low < high <= len(text)


@given(st.text(max_size=300))
def test_no_text_breaks_the_patterns(text: str) -> None:
    plain = folded(text).text
    for hit in (*shaped(plain), *names(plain), *old_dates(plain, 2022)):
        assert 0 <= hit.start < hit.end <= len(plain)
    for small in small_counts(plain, 5):
        assert 0 <= small.start < small.end <= len(plain)


@pytest.mark.parametrize(
    "text",
    [
        "Theft in Mar 2023: 3, below the usual 4 to 9 a month",
        "Theft, Jan to Mar: 3 in 2024",
        "Theft fell from 12 to 3 (-75%), Jan 2024 against 2023",
        "Theft: 3 in every month",
        "Reports: 3",
        "A couple of girls were seen.",
        "Both girls ran away.",
        "A pair of brothers.",
        "The only child at the home.",
        "There was a single report in May.",
        "2 out of 6 children",
        "3/41 children",
        "Of all, three were arrested and four moved away.",
    ],
)
def test_small_count_in_other_words_is_found(text: str) -> None:
    assert list(small_counts(text, 5))
    assert not list(small_counts(text, 1))
    list(small_counts(text, 2))  # no threshold breaks the patterns


@pytest.mark.parametrize("text", ["Seen with Smith J there.", "The child K.S. went missing."])
def test_initials_are_seen(text: str) -> None:
    assert list(names(text))


def test_one_letter_is_a_cover_name() -> None:
    assert not list(names("Child A lives in Home B."))


WITHIN = (
    "{}", "({} of 21,319) hold half", "({})", "Incidents: {}, of which most at night", "n = {}",
    "fell from 812 to {}, a fall", "rose from {} to 9,000", "{} children", "{} out of 12,000",
    "{} of the 90,000 reports", "only {} in March", "both {} and 7,000", "Reports: {}",
    "from {} in 2024", "{} girls were seen",
)  # fmt: skip


@given(
    number=st.one_of(
        st.integers(1_000, 9_999_999).map(lambda n: f"{n:,}"),
        st.integers(1_000, 9_999_999).map(lambda n: f"{n:,}".replace(",", "\u202f")),
        st.integers(5, 9_999).map(str),
        st.floats(1, 5, exclude_max=True).map(lambda x: f"{x:.1f}"),
    ),
    within=st.sampled_from(WITHIN),
)
def test_part_of_a_larger_number_is_no_small_count(number: str, within: str) -> None:
    text = within.format(number)
    where = range(text.index(number), text.index(number) + len(number))
    touched = [text[s.start : s.end] for s in small_counts(text, 5) if s.start in where]
    assert touched == []


@pytest.mark.parametrize("road", ["David Lewis Street", "On or near John Paul Road, Liverpool"])
def test_street_called_after_somebody_is_no_person(road: str) -> None:
    assert list(names(folded(road).text)) == []


def test_person_in_a_street_is_one_all_the_same() -> None:
    said = "David Lewis was seen on the Street, David Lewis street lights were out"
    assert len(list(names(folded(said).text))) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Months with at least one incident are shaded.", []),
        ("Areas of at least 1 report are listed.", []),
        ("At least three children went missing.", [3]),
        ("There was one incident in May.", [1]),
    ],
)
def test_at_least_one_tells_nothing(text: str, found: list[int]) -> None:
    assert [one.value for one in small_counts(text, 5)] == found


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit", ["a", "1", "a ", "1 ", "Kay Smith ", "@a", "12 incidents, ", "born "]
)
def test_a_megabyte_of_anything_is_gone_through_once(unit: str) -> None:
    """Each of these took minutes, or did not end, when every letter began a search anew."""
    text = folded((unit * 500_000)[:500_000]).text
    assert list(shaped(text)) is not None
    assert list(names(text)) is not None
    assert list(small_counts(text, 5)) is not None
