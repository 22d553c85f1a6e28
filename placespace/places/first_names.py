"""First names that are common among young people and adults in Britain, whatever tongue they came from.

A list of names can only be a part: a name that is not here is not recognised. Sources are general knowledge of the
names given in England and Wales, and of those common in its South Asian, African, Caribbean, Arabic-speaking,
Turkish, Irish and Eastern European communities; no list of real people was used.
"""

from __future__ import annotations

from placespace.places.person_words import words_of

PERSONS = words_of(
    """
    aaliyah aaron abbas abbie abby abdi abdirahman abdul abdullah abdulrahman abel abena abiodun abiola abiona abu
    adaeze adam adebayo adeel adeola adetokunbo adewale adil adrian adrianna agata agim agnieszka agron ahlam ahmad
    ahmed ahmet aidan aiden aimee aisha aishah akbar akhtar akinyi akosua alan alasdair alastair aleksander
    aleksandr aleksandra aleksandrs alex alexander alfie ali alice alicia alina alison aliyah amanda amar amara
    amarachi amelia amelie amina aminah aminata amir amira amit amjad amy anastasia andrea andrei andrew andris
    andrzej andy anete angela angharad anil anisa anita anjali anna annabel anne annie ansar anthony antoni antony
    antwan anwar aoife arben archie ardit arif arjun arman arslan arthur arya asad ashok asif asma atif ayaan ayanda
    ayaz ayesha aylin ayo ayodele ayse ayub azhar aziz babajide babar babatunde baran barbara barbora bartek bartosz
    bashir bassam beata ben benjamin berat besnik beth bethan beyza bilal billy biniam blerim bogdan bojan boris
    bozena brandon brian bridget bronwen bukola bunmi burak caitlin callum calum cameron caoimhe carlos caroline
    carys cathal catherine cem chandra charlie chiamaka chidi chidinma chinedu chinonso chinwe chioma chloe chris
    christine christopher chukwuemeka ciara ciaran cillian claire clare claudiu clive colin conall connor conor
    corey cormac cosmin costel courtney craig cristian cristina curtis dafydd damian damien damilola damjan daniel
    danielle danny daragh daria dariusz darren dave david dawid dawit dayo debbie deborah declan deepak deepika
    delroy demi denis denisa denise deniz dennis deqa derek devonte dewi diane diarmuid diego dilip dimitri dmitri
    dominic dominik donna dorota dragan dritan dwayne dylan eamon ebru edgars edita edona edward efua egle ehsan
    eileen eimear eirian ekene elaine eleanor elena elif elijah elizabeth ella ellie elliot elliott eloise elzbieta
    emeka emil emily emine emir emma emmanuel emre emyr endrit engin eoin erdem eren erica erin erjon errol eryk
    esra ethan eva evan evie ewa ewan fabian fadi faisal faizan farah farhan farid farooq faruq fatima fatimah fatma
    fatmir fatou fatoumata femi fergal fernando ffion filip filmon finlay fiona florent florentina florin folake
    francesca freddie freya funmi furkan gabriel gabriela gareth gary gavin gemma gentian geoff geoffrey gethin
    ghassan gheorghe gillian gintaras giovanni giuseppe gokhan graham grainne grzegorz gurpreet gwen habib habiba
    hadi hafsa haider hakan halil halima halina hamid hamza hanan hani hanna hannah haris harjit haroon harpreet
    harriet harrison harry harvey hasan hassan hatice hayden hayley helen henry henryk hewan hisham hiwot hodan hugh
    humaira huseyin husnain hussain hywel ian ibrahim idris iestyn ieuan ifeanyi ifeoma iftikhar igor ikenna ilinca
    ilona imogen imran inaya inderjit ionel ionut iqra irfan irina isaac isabel isabella isabelle ishaan isla ismail
    ivan ivana iwan jacek jack jackie jacob jacqueline jaheim jahmai jahmal jake jakub jamaal jamal james jamie
    jamil jamila jane janek janet janice janis jared jaroslav jaroslaw jasmeet jason jaspreet jasvinder javed javid
    jayden jaydon jeff jeffrey jennifer jenny jeremy jermaine jerome jerzy jessica jill jimmy joan joanne joao jodie
    joe joel john johnny jolanta jonathan jonny jorge jose joseph josephine josh joshua juan jude judith julia
    julian julie julija justin justyna kabir kacper kai kamal kamau kamil kamran karen karim karima karol karolina
    kashif kasia katarzyna kate katherine kathleen kathryn katie katy kavita kayden kaydence kaylee kayleigh keeley
    kehinde keira keisha keith kelechi kelly kelvin kemal kemi kenneth kevin khadija khadijah khadra khaled khalid
    kieran kimberley kinga kirsty klajdi klaudia klevis kofi kojo konrad kreshnik kristina krystyna krzysztof kuba
    kulwinder kwabena kwadwo kwaku kwame kwasi kyle kylie kymani lacey lakshmi lamar lara laszlo latoya laura lauren
    layla leah leandro leanne leila lekan lenny leona lerato leroy lesley leslie leszek lewis lexi liam liliana
    lilly lina linda lindsay lindsey linh lirim lisa liviu llewellyn lola lorenzo lorraine louise lowri luca lucas
    lucy luis lukasz luke lydia maariyah maciej madalina maeve magda magdalena mahdi maheen maher mahmood mahmud
    maisie majid malachi malcolm malgorzata mamadou mamoud mandeep manisha manpreet manuel marcin marcus marek
    margaret maria mariam mariana marie mariusz marlon marta martin martyn martyna marvin marwan mary maryam marzena
    mateo mateus mateusz matt matteo matthew maureen maya mazen mbali meera megan mehari mehmet mehmood mei meirion
    melanie melissa merve mia michael michal michelle mick miguel mihaela mihai mike mikolaj milena millie miroslav
    mohamad mohamed mohammad mohammed mohsin molly mona monika morgan mounir moussa mubarak muhammad muhammed
    mujahid mukhtar murat murtaza musa musab mustafa mustapha nabeel nabil nadeem nader nadia naeem najma naomi
    narinder naseem nasir nasra natalie natasha nathan nathaniel navdeep naveed nawal neha neil nerys nevaeh ngozi
    nguyen nia niall niamh nicholas nicola nicole nigel nikhil nikita nikola nikolai nimra nisha nizar nkechi nnamdi
    noah nour noura obinna oisin okan oksana olabisi olamide oleksandr olena olga oliver olivia olu olufemi olumide
    oluwaseun oluwatobi omar omari onyeka orhan orla osama oscar osian oskar ousmane owen ozgur pablo padraig pamela
    parveen patricia patrick patryk paul paula pauline paulo pavel pawel pedro peter phil philip phillip phoebe
    piotr pooja pradeep pranav priti priya qasim rabia rachael rachel radu rafael rafal raheem rahel rahim rahul raj
    rajesh rajinder ralph raluca ramesh rami rania ranjit rashawn rashid rashida raul ravi razvan rebecca reece reem
    reggie rehan rehana rehman renata renell reuben rhian rhiannon rhodri rhys ricardo richard ricky riley rima
    rizwan robbie robert robertas roger rohan rohit roisin rojin roksana ronan ronnie rory rosie roxana roxanne
    ruairi rubina rukhsana ruslan ruth ryan saad sabina sade sadia sadiq saeed sahra saima sajid salim sally salma
    salman sam samantha sami samina samir samira samrawit samuel sana sandeep sandra sanjay saoirse saqib sara sarah
    sarfraz sasha seamus sean sebastian sebastien segun sekou selam semere sergei sergiu seun sevda shabana shabir
    shafiq shah shahid shakil shakira shanaya shane shanelle shanice shaniqua shannon shantelle shaquille sharif
    sharon shaun shazia sheila shelley shoaib shreya sian sibel simon simona simran sinan sinead siobhan sioned
    sipho sizwe slawomir sofiya sohail sophia sophie sorin stacey stanislaw stefan stella stephanie stephen steve
    steven stewart stuart sufyan sukhdeep sukhjit sulaiman sumaya sunil sunita suresh susan suzanne svetlana syed
    szymon tadeusz tadhg tahir tahira taiwo talha tamara tamer tamika tanisha tanya tara tarek tarik tariq tariro
    tasneem tatiana temi temitope tendai terence teresa terry tesfaye thabo thandi theo theresa thiago thomas thuy
    tia tiago tiffany tim timothy tobi tobiloba toby tolga tolu tom tomas tomasz tommy tomos tony tracey tracy
    tremaine trey tunde tyler tyreece tyreke tyrell tyrese tyrone uche uchenna umair umar urszula usain usman uzair
    vanessa vasile vasyl vijay vikram viktor viktoria vishal vitalie vladimir volodymyr wael waheed waleed walid
    wambui wanjiru waqar waqas wasim wayne wendy wiktor wiktoria winston wojciech xavier xhevahir xin yara yasir
    yasmin yasmine yassin yaw yemi yetunde yewande yigit yilmaz yonas yousef yulia yunus yuri yusra yusuf yvonne zac
    zach zachary zack zafar zahid zahra zainab zakariya zanele zaynab zbigniew zeeshan zeynep ziad zoe zoey zofia
    zubair zuri zuzanna
    """
)
"""Names that mean a person wherever they stand with a capital: none is a word or a well-known place."""

EITHER = words_of(
    """
    abigail adele albert alexandra alexandria alfred alma amber angel april arran ash ashley ashton august austin
    autumn bailey barry basil beatrice bella bernard beverley bill blake blessing bob bonnie bradley brook brooke
    bruce bryn calvin carl carla carlton carmel carol carter casey cecil chad charles charlotte chase chelsea
    chester christian clara clark cliff clifford clifton clyde cody comfort cooper crystal daisy dale dan daniella
    danish darcy dawn dean destiny dev diamond diana divine dom don donald dora doris dorothy douglas drew duncan
    earl ebony eddie eden edith edmund edna edwin elise ellen ellis elsie emmett enid eric ernest esi esme esther
    eugene evelyn ezra faith felix fern flora florence floyd ford frances francis frank franklin fred frederick gail
    gene george georgia georgina gerald gerard gilbert gina glen glenn gloria gordon grace grant greg gregory gus
    guy hallie hamish harley harold harper hazel heath heather hector herbert hilary hilda holly hope howard hugo
    hunter ida iman india ingrid irene iris isaiah ivor ivy jade jasmine jasper jay jean jess jesse jessie jim jo
    job joey jordan josie joy joyce june karl kay ken kendra kenny kent kerry kim king kiran kit kurt kylo lana
    lance larry laurel laurie lawrence lee leigh lena leo leon leonard lexie lilian lily lincoln lionel liz lloyd
    logan lou louis luna lynn mabel mac mackenzie maddison madison maggie malak mali mandy marc marcia marina marion
    marjorie mark marlene marley marsha martha mason matilda maud maurice maverick max maxine maxwell may mercedes
    mercy merlin milan miles milo mina mindy miranda mollie monica montgomery morris moses muriel murray myles
    nadine nancy ned nell nelson neville nick nina noel noor nora norma norman nur ola olive ollie opal orlando otis
    paddy paige paris parker pat patience pearl peggy penelope penny percy perry piers pippa poppy precious preston
    prince princess quentin quinn rae ramadan ray raymond reg regina reginald rex rhoda rita rob robin rocky rod
    rodney rodrigo roland roman romeo ron ronald rose rosemary ross rowan roy ruby rudy rufus rupert russell sabrina
    sandy saskia saul scarlett scott selina serena seth shaw shelby sheldon sherry shirley sid sidney sienna silas
    sky skye sofia sonia sonny spencer spike stan stanley sue summer susie sydney sylvia tabitha tamsin tasha taylor
    ted teddy tess tessa thea tilly tina todd trevor trinity tristan troy ursula valentine valerie vera verity
    vernon veronica vic vicky victor victoria vincent viola violet virginia vivian vivienne wade wallace walter
    warren warwick wesley whitney wilfred will willa william willow wilson winifred winnie woody wyatt xander
    yolanda zain zane zara zeus
    """
)
"""Names that are also words, streets or buildings: a person only where what stands around them says so."""

SURNAMES = words_of(
    """
    adams adebayo adeyemi afolabi agarwal ahmad ahmed akhtar ali allen anderson andrews asante aziz bakare balogun
    begum bennett bhatti bianchi butt campbell chaudhry choudhury chowdhury clarke collins cooper coulibaly cox
    davies davis diallo dogan edwards evans eze fernandes fernandez fletcher garcia gill gonzalez griffiths gupta
    hamilton harris harrison hassan henderson hossain hughes hussain hussein iqbal islam jackson jama jenkins
    johnson johnston jones joshi kamara kaminski kaur kelly khan khatun kovac kowalczyk kowalska kowalski kumar
    lewandowski lopez mahmood malik marshall martinez mbeki mcgrath mehta mensah miah mistry mitchell mohamed
    mohamud moore morgan morris murphy murray mwangi nguyen nowak nwosu o'brien o'connor o'neill okafor okeke
    okonkwo okoro okoye olawale oluwole onyango osei owusu parmar patel pereira perera petrov phillips popa popescu
    powell qureshi rahman rai raja rana rao raza reynolds richards richardson roberts robertson robinson rodrigues
    rodriguez rogers sandhu santos saunders scott sesay shah shaikh sharif sharma sheikh sidhu silva simpson singh
    smith stewart szymanski taylor thapa thomas thompson toure turner uddin verma walker walsh watson watts
    wilkinson williams wilson wisniewski wojcik wright yildiz yilmaz zielinski
    """
)
"""Surnames that make two words with capitals a person."""
