"""Words that tell a person from a place, an agency or a post: what stands around a name."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """Return the words of a list kept as text."""
    return frozenset(text.split())


GROUND = words_of(
    """
    abbey academy alley allotment allotments arcade area ark arms athletic ave avenue award bakery bandstand baths
    bay beach bingo borough bowling bridge brook bus business bypass cafe café canal car carvery castle cathedral
    catholic cemetery center centre chapel charity chicken chippy church cinema circus city cliff cliffs clinic
    close club coast college common corner cottage cottages county court courts crematorium crescent cross crossing
    coffee cup dale day district dock docks drive east end enterprise esplanade estate fair farm festival field fields
    flats footpath forest foundation fountain gallery garden gardens gate gates ginnel green grill ground grounds
    grove gurdwara gym hall harbour health heath high hill hospice hospital hostel hotel house hub industrial infant
    infants inn institute interchange island jigger junction junior kebab lake lane law league leisure library lido
    lighthouse line lodge mall mansions marina market markets medical memorial metro mews mill minster monument moor
    mosque mount museum north nursery palace parade park parks passage path pier pitch pitches pizza place
    playground playing plaza point pond pool precinct primary priory programme project prom promenade pub quarter
    quay rail rangers rd rec recreation reservoir retail rise river road roundabout rovers row sands school schools
    secondary shelter shop shops shore side sixth skate skatepark south sports square stadium stairs station statue
    steps stop store stores street subway supermarket surgery synagogue takeaway tavern temple terminal terrace
    theatre toilets tower towers town tram trust tunnel underpass united university vale valley view villa village
    villas walk wanderers ward way week west wharf wood woodland woods works yard zone zoo
    """
)
"""After a name with a capital they make it a place, a building or an event: Charlotte Street, Albert Dock."""

BESIDE = words_of(
    """
    academy allotments arcade avenue bakery barber barbers baths beach branch brewery bridge building cafe café cemetery
    centre chapel chippy church cinema college crescent dock estate field fields garage gates gym hall hotel inn
    interchange junction lane library market memorial moor mosque museum newsagent newsagents nursery park path pier
    pitch pitches playground pool precinct pub quay road roundabout salon school shop shopfront shops skatepark
    stadium station statue stop store street subway supermarket takeaway terrace theatre underpass
    """
)
"""The same without a capital, of a name that is a shop, a statue or a building: Tony's takeaway, the Jo Cox centre."""

NOT_SURNAMES = GROUND | words_of(
    """
    a action adult adults adviser advisor african after afternoon agencies agency all also ambulance an and anglican
    any april are army as asian association at august autumn baptist be before behind bengali board bonfire boys
    british brownies but by cadets care central chair children childrens christian christmas community council cubs
    data december detached diwali during each early easter education eid eight english european evangelical evening
    every families family february few fire five for forum four friday fridays friends from girls great group groups
    guides half halloween he head her here hindu his holiday holidays housing how i if in indian inner inside is it
    january jewish july june justice kurdish late lead licensing little lower main manager many march may meeting
    methodist mischief monday mondays more morning most muslim near neighbourhood new nhs night nine no not november
    october of offending officer officers old on one opposite or orthodox our outer outreach outside pakistani panel
    partnership patrol people plan please police polish prevention probation public ramadan reduction report rescue
    residents review roma romanian safer safety salvation saturday saturdays scouts september service services seven
    she sikh since six so social society somali some spring standards summer sunday sundays survey team teams ten
    term that the their then there these they this those three thursday thursdays to trading transport tuesday
    tuesdays turkish two unit until upper violence warden wardens was we wednesday wednesdays what when where which
    who why winter with worker workers you young youth
    """
)
"""Words with a capital that are no surname, and no first name before one."""

POST_WORDS = words_of(
    """
    administrator adviser advisor agency analyst assistant assistants association beat board business cadet cadets
    care caretaker centre chair chaplain chief children childrens cleansing clerk co-ordinator coach college
    commissioner community constable consultant coordinator council councillor crew department deputy designated
    desk detached director doctor driver drivers duty education engineer executive families family fire forum group
    guard guards head headteacher health highways housing imam inspector junior justice keeper lead leader liaison
    licensing lighting manager market member members mentor mentors minister navigator navigators neighbourhood
    nurse office officer operational operator outreach owner owners pair panel parks partnership patrol planner
    planning police practitioner prevention priest principal ranger rangers rep representative safeguarding safety
    scene school schools secretary section security senco senior sergeant service services social specialist steward
    stewards strategic street superintendent supervisor teacher team teams town transport treasurer trust trustee
    unit vicar volunteer volunteers warden wardens worker workers youth
    """
)
"""Words that a post, a team or an agency is called by."""

VERBS = words_of(
    """
    admitted asked attended attends disclosed hit lived lives punched replied robbed said says stabbed tells texted
    threatened told wanted wants
    """
)
"""What a person does and a place does not."""

BRANDS = (
    "Ann Summers", "Anne Frank", "Ben & Jerry", "Ben Kinsella", "Ben Nevis", "Big Ben", "Bobby Moore",
    "Captain Morgan", "Claire's", "Clare's Law", "Dr Barnardo", "Dr Martens", "Duke of Edinburgh",
    "Father Christmas", "Florence Nightingale", "Fred Perry", "Guy Fawkes", "H. Samuel", "Harry Ramsden",
    "Harvey Nichols", "Holland & Barrett", "J D Wetherspoon", "J. D. Wetherspoon", "Jack & Jones", "Jack Daniel",
    "Jack Jones", "Jack Petchey", "Jo Cox", "Joe Coral", "John Lewis", "Johnnie Walker", "Jolly Roger",
    "Laura Ashley", "Lewis's", "Marie Curie", "Marks & Spencer", "Martin Luther King", "Martyn's Law",
    "Mary Poppins", "Nelson Mandela", "Oliver Bonas", "PC World", "Paddy Power", "Peter Pan", "Punch and Judy",
    "Robin Hood", "Rosa Parks", "Sarah's Law", "Stella Artois", "Stephen Lawrence", "T. K. Maxx", "Thomas Cook",
    "Tim Hortons", "Toby Carvery", "Tommy Hilfiger", "W H Smith", "W. H. Smith", "William Hill",
)  # fmt: skip
"""Shops, funds, laws and days that are called after somebody."""
