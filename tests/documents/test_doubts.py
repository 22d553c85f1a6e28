"""What to think of before acting: fewer rows in the area than a layer says should be."""

from dataclasses import replace

import pytest

from placespace.documents import doubts_of


@pytest.mark.parametrize(("least", "said"), [(None, False), (0.01, False), (1.0, True)])
def test_fewer_rows_in_the_area_than_the_layer_expects_are_said(sample_reading, least, said):
    layers = dict(sample_reading.workspace.layers)
    layers["ambulance"] = replace(layers["ambulance"], min_share_placed=least)
    reading = replace(sample_reading, workspace=replace(sample_reading.workspace, layers=layers))
    placing = reading.placings["ambulance"]
    assert placing.in_cells + placing.excluded < placing.rows
    line = f"{layers['ambulance'].title}: {(placing.in_cells + placing.excluded) / placing.rows:.0%} of its rows"
    assert any(one.startswith(line) for one in doubts_of(reading)) == said
