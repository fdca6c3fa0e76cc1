from wholeplace.publish.pages.tables import TableRow, TableView


def test_a_column_that_says_nothing_in_any_row_is_left_out():
    rows = [TableRow(name="Thornley", link="", cells=("12%", "", "3")), TableRow(name="Eastgate", link="", cells=("", "", "4"))]
    shown = TableView(caption="Areas", heads=("Area", "Per cent", "95% interval", "Count"), rows=rows).without_empty_columns
    assert list(shown.heads) == ["Area", "Per cent", "Count"]
    assert [list(row.cells) for row in shown.rows] == [["12%", "3"], ["", "4"]]
