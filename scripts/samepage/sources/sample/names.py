"""Names of made-up companies, each used once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from samepage.sources.sample.world import Numbers

_FIRST_WORDS = """
Alder Amber Arbor Aspen Birch Bramble Brook Canyon Cedar Cinder Cliff Clover Copper Coral
Crag Cypress Delta Dune Ebony Elm Ember Fable Falcon Fathom Fern Fjord Flint Garnet Glade
Granite Grove Harbor Hazel Heath Heron Indigo Iris Ivory Jasper Juniper Kestrel Lagoon
Larch Linden Lumen Maple Marble Meadow Mesa Nimbus Oak Onyx Opal Orchard Pebble Pine
Quartz Raven Reed Ridge Rowan Sable Saffron Sequoia
"""
_SECOND_WORDS = """
Analytics Apparel Assurance Bank Books Build Capital Care Clinics Cloud Commerce
Components Consulting Credit Dairy Data Devices Diagnostics Drinks Energy Fabrics Farms
Finance Fleet Foods Freight Furniture Games Health Homes Hotels Insurance Interiors
Kitchens Labs Learning Leasing Logistics Machines Markets Materials Media Metals Mobility
Motors Networks Optics Packaging Parcel Partners Payments Pharma Press Print Robotics
Schools Security Shipping Software Studios Systems Textiles Tools Travel
"""
_FIRST = tuple(_FIRST_WORDS.split())
_SECOND = tuple(_SECOND_WORDS.split())
_LAST = ("GmbH", "AG", "Ltd", "Inc", "AS", "AB", "Group", "Holding")
_PLACES = len(_FIRST) * len(_SECOND) * len(_LAST)
# Coprime to the number of combinations: neighbours in number are strangers in name.
_STRIDE = 12_347


def account_names(numbers: Numbers) -> NDArray[np.object_]:
    """The name of each company number; a number is added once all combinations are used."""
    return np.array([_name(number) for number in numbers.tolist()], dtype=object)


def _name(number: int) -> str:
    turn, place = divmod(number, _PLACES)
    rest, last = divmod(place * _STRIDE % _PLACES, len(_LAST))
    first, second = divmod(rest, len(_SECOND))
    name = f"{_FIRST[first]} {_SECOND[second]} {_LAST[last]}"
    return name if turn == 0 else f"{name} {turn + 1}"
