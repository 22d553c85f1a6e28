"""Invented names: streets, places, people. Generic words only, joined at random."""

STREET_WORDS = """Alder Almond Anchor Arbour Ash Aspen Barley Basket Beacon Beech Bellmaker Birch Bittern Blackthorn
Bluebell Bobbin Bracken Bramble Brewer Briar Brine Broom Buttercup Candle Capstan Cedar Chandler Cherry
Chestnut Clover Cobbler Cockle Compass Cooper Copper Cordwain Cormorant Cornflower Cowslip Curlew
Cypress Dabchick Damson Dunlin Elder Elm Falcon Fallow Fern Fieldfare Finch Flax Foxglove Furrow Gannet
Garnet Glover Gorse Granary Greengage Gull Harrow Harvest Hawthorn Hazel Heather Hemlock Heron Holly
Hornbeam Hurdle Ivy Juniper Kestrel Kingfisher Kittiwake Lantern Lapwing Larch Lark Laurel Lavender
Lilac Lime Linnet Loom Magpie Mallard Maple Marigold Marram Meadow Medlar Merlin Millrace Mulberry
Myrtle Nettle Nightjar Oak Oarsman Orchard Osier Osprey Otter Oyster Packet Partridge Pear Petrel Pine
Pipit Plover Plum Poplar Poppy Primrose Quarry Quince Redstart Redwing Reed Ropewalk Rowan Rudder Rush
Saddler Saffron Salter Samphire Sandpiper Sexton Shearwater Shingle Siskin Skylark Sloe Sorrel Spindle
Spinnaker Starling Sycamore Tamarisk Tanner Teal Teasel Tern Thatcher Thimble Thistle Thorn Thrush
Tiller Turnstone Verger Violet Wainwright Walnut Warbler Weaver Wharf Wheat Whimbrel Whin Wicker Wigeon
Willow Windlass Winnow Woodcock Wren Yarrow Yew"""
STREET_WORDS = STREET_WORDS.split()
STREET_ENDINGS = ("Street", "Road", "Avenue", "Close", "Grove", "Drive", "Terrace", "Lane", "Way", "Crescent")

LANDMARKS = """St Brannoth's Church; Old Sluice House; Tannery Chimney; Copper Beech Corner; Windpump Cottages;
Clockmaker's Yard; The Cobble Steps; Lantern Tower; Salters' Cross; Ropemakers' Hall; Five Lane Ends;
Packhorse Bridge; St Ulveth's Church; Drovers' Stone; Gasworks Cottages; The Oyster Sheds; Brickfield
Pond; Signal House; Cartwright's Ford; Lower Mill; Upper Mill; The Round Barn; Watermen's Chapel;
Almshouse Row; The Observatory; Net Loft; Limekiln Corner; Coopers' Institute; Moorgate Toll House; The
Pinfold; St Orrick's Church; Cinder Path Bridge; Quarrymen's Hall; Weir Cottages; Powder House; Three
Elms; The Malthouse; Beacon Stump; Cross Keys Corner; Old Fever Hospital Gate; Tithe Barn; Dyers' Green;
Sandpit Allotments; Raven Stone; Teasel Works; Coastguard Row; The Bandstand; Sheepwash; Lamp Corner;
Old Lido Wall; Wheelwright's Arch; Saltpan Cottages; St Ketha's Church; The Bowling Hut; Millstone
Corner; Four Ashes; Pump House; Weighbridge Yard; Stonebreakers' Corner; Glebe Barn; Blue Door Chapel;
Kiln Yard; Ferry Steps; The Old Dairy; Hop Store; Chain Bridge; Peat Sheds; Marl Pit Wood; Foundry Gate;
Kennel Wood; Thorn Cross; Smithy Corner; Tollkeeper's Green; Shepherds' Hall; Withy Bed; Bark House; The
Fish Dock; Carters' Well; Long Barn; Hurdle Makers' Yard"""
LANDMARKS = [name.strip() for name in LANDMARKS.replace("\n", " ").split(";")]

FIRST_NAMES = [
    "Aderyn",
    "Bexley",
    "Corran",
    "Dovina",
    "Elstan",
    "Ferrin",
    "Gwilla",
    "Harkan",
    "Isolde",
    "Jorvan",
    "Kestra",
    "Lowen",
    "Marisk",
    "Nessa",
    "Orlan",
    "Petrok",
    "Quilla",
    "Rhoslyn",
    "Senara",
    "Tamsyn",
    "Ulric",
    "Verity",
    "Wenna",
    "Yestin",
    "Zennor",
]
FAMILY_NAMES = [
    "Amberlode",
    "Bracksted",
    "Cullenford",
    "Dapplewick",
    "Esterhaugh",
    "Fennimoor",
    "Garrowby",
    "Hollincote",
    "Inchmarl",
    "Jessamoor",
    "Kettlewold",
    "Lanternby",
    "Marrowden",
    "Netherscale",
    "Ockenthwaite",
    "Pellowick",
    "Quernmoor",
    "Rattenby",
    "Sallowfield",
    "Thistlewood",
    "Underlathe",
    "Vellacraft",
    "Wintersole",
    "Yarrowick",
]


def mobile(number: int) -> str:
    """Return a telephone number from the block kept for drama."""
    return f"07700 900{number % 1000:03d}"


def person(rng) -> str:
    """Return an invented first and family name."""
    return f"{rng.choice(FIRST_NAMES)} {rng.choice(FAMILY_NAMES)}"
