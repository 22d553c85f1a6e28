"""People who can be recognised are refused; places, agencies and posts are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placespace.places.first_names import PERSONS
from placespace.places.people import person_in, post_fault
from placespace.places.person_words import GROUND

HARMLESS = """
St Mary's Park is dark after four
Kelder Moor floods in November
Queen Elizabeth Gardens has one way in
Two robberies on Victoria Street in October
The King George V field is overlooked by nobody
Albert Dock, by the old warehouse
Charlotte Street and Florence Park are a mile apart
The bus shelter on Stanley Road has no light
Young people say the William Hill corner feels unsafe
Outside John Lewis from 15:30
St Peter and Paul Primary lets out at 15:15
SS Peter and Paul's churchyard
The Jo Cox Foundation funds the sessions
St Helens Road, near the Thomas Street junction
The youth worker was there twice a week
Young people were moved on from the steps
Police neighbourhood team and street wardens
Friends of Kelder Park open the pavilion on Saturdays
Barnardo's runs a drop-in
Tony's takeaway stays open until 02:00
The Bobby Moore pitch is locked
Grace Church opens its hall
Hope Street at the top end
Summer holidays: 14 sessions
May half-term was quiet
Will the lamps be mended by March?
Mark out the desire line with paint
The Florence Nightingale ward closed
Chelsea Road subway
Lincoln Green shops
Bus 53 Stanley Road stops at nine
Unit 5 Dock Road is empty
About 40 High Street shops close at six
On 14 May the gates were locked
Two adults sat in a parked car
Children who have been harmed here say it is the subway
A boy of about 14 was robbed of a phone
13 to 15 year-olds after school
Sefton Council owns the land
Merseyside Violence Reduction Partnership
The Salvation Army and St Giles Trust are nearby
The family hub on Marsh Lane
The royal family's portrait on the gable end is a meeting point
Guardians present: caretaker until 17:00, none after
The Nelson Mandela centre
Jack Petchey award money
Robin Hood Lane and Patrick Avenue
Lady Park and Lord Street
The Prince of Wales pub
Ann Summers and Claire's have reported thefts
Dr Barnardo's old building
The place is known locally as the Rec
The stairs, nicknamed the Chute
Harry Ramsden's car park
The Dean Street end
McDonald's and Greggs after school
A flat 10 metre stretch without a lamp
Flats 1 to 20 overlook the path
Between Rose Lane and Ivy Close
The George is shut on Mondays
Sandy ground by the Marina
Martyn's Law guidance was read
The Sam Smith's brewery site is fenced
There is a Christian youth club on Fridays
Paris Avenue; Sydney Terrace; Jordan Court
The PC Team will walk through at 16:00
The DS office is next door
Friday outreach by the youth bus
Kelder Academy and Father Christmas parade
Thursday, 6pm to 8pm, Kelder library
St. James's Gardens and St Anne's church
The Muslim Welfare House serves food
Ramadan evenings are busier
A. Road works and the B5194
The Stephen Lawrence Day event
Meet @ the park is what they say
Grant funding ends in March
Miss a bus and the next is an hour later
Mayor's office, Town Hall
The Kelder estate residents' association
Victoria is the darkest of the three parks
Austin Rawlinson centre pool
A known dealer of scrap uses the yard
"""
REFUSED = """
Mr Pike saw it
Mrs. Khan at number 12 is worried
mr smith from the shop
Ms Adeyemi runs it
Miss Jones, year 9
Dr Patel was told
PC Williams will patrol
Sgt. O'Neill to attend
PCSO 4412 Turner walks through
DI Marsh leads
Cllr Hardy asked for lights
Rev Thompson opens the hall
Jayden was there again
with Jayden and two others
Speak to Kayleigh about it
Mohammed said it is worse
It is Tyreke's phone
a boy called Lakoda
a girl named Xanthe
the lad known as Smiler
a young person called “K”
aka Ghost
He goes by the name Tiny
Street name is Bones
nicknamed Shadow
His name is Brondo
Her first name is Pim
born 12/03/2009
DOB 12.3.09
date of birth known to police
born on 4 March 2010
14 Acacia Road
they meet at 7 Kelder Close
lives at 23
It starts outside 9b Station Road
Flat 3, the tower
apartment 12
flat B is the problem
house number 14
the Smith family
The Okafor brothers
the O'Neill household
his brother Kelan
mum of Destinee
J. Pemberton
Sarah Jones reported it
Oluwaseun Adebayo coordinates
Agnieszka saw a knife
Krzysztof and Piotr drink there
Zainab feels unsafe
Gurpreet's shop was robbed by Ryan
Chidi told the worker
Fatima, 14, was followed
Grace Adeyemi was robbed
Mark Johnson owns it
Victoria Hughes chairs it
Grace said that it is safe
jayden was seen with a knife
we met with kayleigh
asked mohammed about it
Ahmed Hussain from the mosque
Lakeisha Robinson ran the session
AB12 CDE parked there
@lil_smoke posted it
JAYDEN SMITH WAS HERE
Aoife and Siobhan at the bus stop
Emre, Mehmet and a third
Ionut sleeps in the car park
Contact Yusuf at the centre
Hodan's mother called
Kwame Mensah
Sam at the youth club knows
Tell Dave to lock the gate
Jayden Brown, near Albert Dock
"""
POSTS = """
Youth service manager
Parks manager
Head of community safety
Neighbourhood sergeant
Detached youth work lead
Street lighting engineer
Community Safety
Town Centre Manager
Licensing officer
Headteacher, Kelder Academy
Designated safeguarding lead
Chair of the residents' association
Youth Justice Service
VRU navigator
Violence Reduction Unit
Operations lead, Merseytravel
Bus operator
ASB team
Wardens
SENCO
"""
NOT_POSTS = """
Sarah Jones
PC Williams
Oluchi Brightwater
Jayden
Sergeant Mills
Wanda van Dyke
Piotr Nowak, parks
Dave
"""


def lines(text: str) -> list[str]:
    """The sentences of a list."""
    return text.strip().splitlines()


@pytest.mark.parametrize("sentence", lines(HARMLESS))
def test_what_is_said_of_places_passes(sentence):
    assert person_in(sentence) is None


@pytest.mark.parametrize("sentence", lines(REFUSED))
def test_people_who_can_be_recognised_are_found_in_the_text_as_it_stands(sentence):
    found = person_in(sentence)
    assert found is not None
    assert found.word in sentence
    assert found.instead.startswith(("write", "name"))


def test_the_lists_are_long_enough_to_mean_something():
    assert len(lines(HARMLESS)) >= 60
    assert len(lines(REFUSED)) >= 60


@pytest.mark.parametrize("post", lines(POSTS))
def test_a_post_is_a_post(post):
    assert post_fault(post) == ""


@pytest.mark.parametrize("name", lines(NOT_POSTS))
def test_a_person_is_no_post(name):
    assert "name the post, not the person" in post_fault(name)


@given(name=st.sampled_from(sorted(PERSONS)), ground=st.sampled_from(sorted(GROUND)))
def test_any_name_before_a_street_or_a_park_is_a_place_and_by_itself_a_person(name, ground):
    assert person_in(f"We went to {name.title()} {ground.title()} in June") is None
    assert person_in(f"We went with {name.title()} in June").word == name.title()


@given(st.text(max_size=300))
def test_any_text_at_all_gets_an_answer(text):
    found = person_in(text)
    assert found is None or found.why
    assert isinstance(post_fault(text), str)
