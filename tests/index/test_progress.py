from index.progress import progress_bar


def test_nothing_is_shown_where_there_is_no_terminal(capsys):
    with progress_bar("asking", 3) as bar:
        bar.advance()
        bar.show(2, 3)
    assert capsys.readouterr() == ("", "")


def test_both_ways_of_counting_reach_the_bar():
    with progress_bar("asking", 3) as bar:
        bar.advance()
        bar.advance()
        assert (bar.progress.tasks[0].completed, bar.progress.tasks[0].total) == (2, 3)
        bar.show(4, 5)
        assert (bar.progress.tasks[0].completed, bar.progress.tasks[0].total) == (4, 5)
