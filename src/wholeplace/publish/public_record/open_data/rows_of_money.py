"""The rows of the open data about money held together: lines of funds, shares of partners, awards and what was paid from them."""

from collections.abc import Iterator

from wholeplace.agreement.funds import Fund
from wholeplace.agreement.funds.standing import FundStanding
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.tables import Row, day, pounds


def fund_line_rows(edition: RecordEdition) -> Iterator[Row]:
    """One row for each line of each fund, in the order of the agreement."""
    for fund in edition.record.funds.funds:
        standing = edition.record.standings.get(fund.name)
        known = {one.line.name: one for one in standing.position.lines} if standing else {}
        for line in fund.lines:
            told = known.get(line.name)
            yield {
                "fund": fund.name, "title": fund.title, "kind": fund.kind.value, "host": edition.name_of(fund.host), "line": line.title,
                "provider": edition.name_of(line.provider), "programme": line.programme or None, "budget": pounds(line.amount),
                "as_of": _as_of(standing), "spent": pounds(told.spent) if told else None,
                "expected": pounds(told.outturn) if told else None, "variance": pounds(told.variance) if told else None,
            }  # fmt: skip


def fund_share_rows(edition: RecordEdition) -> Iterator[Row]:
    """One row for each partner of each fund, and each source of money that would bear something. Shares add up to the variance."""
    for fund in edition.record.funds.funds:
        standing = edition.record.standings.get(fund.name)
        yield from _shares(fund, standing, edition)


def _shares(fund: Fund, standing: FundStanding | None, edition: RecordEdition) -> Iterator[Row]:
    borne, put_in = standing.shared.by_bearer() if standing else {}, fund.put_in()
    rule = edition.record.funds.rule(fund.rule)
    for name in dict.fromkeys([*put_in, *borne]):
        bears = borne.get(name)
        yield {
            "fund": fund.name, "who": edition.name_of(name), "puts_in": pounds(put_in[name]) if name in put_in else None,
            "as_of": _as_of(standing), "would_bear": pounds(bears) if bears is not None else "0.00" if standing else None,
            "rule": rule.title if rule else fund.rule,
        }  # fmt: skip


def award_rows(edition: RecordEdition) -> Iterator[Row]:
    """One row for each grant of an award and each bid that was paid by a call; one for an award of which nothing was given on."""
    for one in edition.record.funds.awards:
        plain: Row = {
            "award": one.name, "title": one.title, "giver": edition.name_of(one.giver), "holder": edition.name_of(one.holder),
            "amount": pounds(one.amount), "paid_to": None, "paid": None, "decision": None,
        }  # fmt: skip
        yield from ([{**plain, "paid_to": name, "paid": pounds(sum_)} for name, sum_ in one.grants.items()] or [plain])
    for told in edition.record.calls:
        for award in told.awards.awards:
            if award.option in told.paid:
                yield {
                    "award": told.call.reference, "title": told.call.title, "giver": edition.name_of(told.call.body), "holder": None,
                    "amount": pounds(told.awards.fund), "paid_to": edition.name_of(told.paid[award.option].proposed_by),
                    "paid": pounds(award.gets), "decision": told.decision or None,
                }  # fmt: skip


def _as_of(standing: FundStanding | None) -> str | None:
    return day(standing.position.month) if standing else None
