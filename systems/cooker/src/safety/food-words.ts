/**
 * The words that make a food poultry, ground meat or pork, in English, German, French, Italian and Spanish.
 * All in folded form: lower case, without diacritics (`hähnchen` is `hahnchen`), and with the German
 * transcription beside it (`haehnchen`).
 */
export interface WordList {
  /** Matched as whole words. */
  readonly words: ReadonlySet<string>;
  /** German builds compounds: a word that begins with one of these … */
  readonly prefixes: readonly string[];
  /** … or ends with one of these counts as well. */
  readonly suffixes: readonly string[];
}

function list(text: string): string[] {
  return text.trim().split(/\s+/);
}

export const POULTRY_WORDS: WordList = {
  words: new Set(
    list(`
    chicken chickens chook turkey turkeys duck ducks duckling ducklings poultry hen hens fowl fowls goose geese
    quail quails pheasant pheasants pigeon pigeons squab squabs ostrich emu capon capons partridge partridges
    poussin poussins cockerel rooster grouse guineafowl gamebird drumstick drumsticks wing wings 🐔 🐓 🍗 🦃 🦆
    huhn huhner huehner hendl hahn guggeli gueggeli pute puten babypute ente enten flugente bauernente
    barbarieente gans ganse gaense martinsgans weihnachtsgans fasan taube tauben strauss poularde kapaun broiler
    poulet poulets poule poulette poularde coq coquelet dinde dindon dindonneau canard canards canette caneton
    magret magrets oie volaille volailles caille cailles pintade pintades pintadeau faisan pigeonneau chapon
    pollo pollame tacchino anatra anitra oca gallina galletto faraona quaglia quaglie fagiano piccione cappone
    pavo pato ganso codorniz codornices frango galinha`),
  ),
  prefixes:
    list(`chicken turkey huhn huhner huehner huhnchen huehnchen hahnchen haehnchen poulet puten truthahn
    truthuhn enten ganse gaense geflugel gefluegel wachtel perlhuhn mistkratzer`),
  suffixes: list('huhn hahnchen haehnchen huhnchen huehnchen truthahn poulet'),
};

export const GROUND_MEAT_WORDS: WordList = {
  words: new Set(
    list(`
    ground mince minced burger burgers sausage sausages meatball meatballs meatloaf meatloaves patty patties
    kebab kebabs kebap kabab kofta koftas kofte koefte kafta kefta chorizo chorizos frankfurter frankfurters hotdog
    hotdogs tartare tatar tartar tenderised tenderized jaccarded 🍔 🌭
    wurst wurste wuerste wurstchen wuerstchen cervelat bratkugel hackfleisch gehacktes hack faschiertes hackbraten
    frikadelle frikadellen bulette buletten fleischpflanzerl fleischkase fleischkaese leberkase leberkaese
    adrio adrios hache hachee hachis saucisse saucisses saucisson merguez chipolata chipolatas boudin andouille
    andouillette boulettes salsiccia salsicce luganighe luganiga macinato macinata polpetta polpette polpettone
    salchicha salchichas picada albondiga albondigas`),
  ),
  prefixes: list('hackfleisch hackball hackbraten hacksteak'),
  suffixes: list(
    'burger burgers wurst wurste wuerste wurstchen wuerstchen hackfleisch rinderhack schweinehack',
  ),
};

export const PORK_WORDS: WordList = {
  words: new Set(
    list(`pork porc porcs maiale cerdo boar sanglier cinghiale jabali schwein 🐖 🐷 🐗`),
  ),
  prefixes: list('schweine wildschwein'),
  suffixes: list('schwein'),
};

const PLANT = `veggie vegetable vegetarian vegan meatless tofu soy soya tempeh seitan lentil bean chickpea quinoa
  falafel vegetarischer vegetarische vegetarisches veganer vegane veganes vegetarien vegetarienne vegetarisch
  vegetariano vegetariana plant~based meat~free`;
const SPICE = `coffee espresso pepper peppers peppercorn peppercorns spice spices cumin cinnamon ginger nutmeg mace
  coriander cardamom clove cloves allspice paprika mustard turmeric flax flaxseed linseed almond almonds nuts
  hazelnuts walnuts oats rice corn fennel chia salt chili chilli cayenne sumac anise fenugreek saffron`;
const CHOPPED = `garlic onion onions ginger shallot shallots herb herbs parsley chive chives cilantro mushroom
  mushrooms vegetable vegetables chili chilli scallion scallions lemongrass`;
const COLOUR =
  'black white pink red green fresh freshly roasted dried smoked dark whole szechuan sichuan';
const BIRD = 'chicken chickens hen hens duck ducks goose quail quails turkey ostrich';

function anyOf(text: string): string {
  return `(?:${list(text).join('|').replaceAll('~', ' ')})`;
}

/** A meat that is named beside a phrase that needs its absence makes the phrase doubtful. */
export const MEAT_WORDS: ReadonlySet<string> = new Set(
  list(
    'beef lamb veal pork meat venison mutton rind kalb lamm schwein boeuf veau agneau manzo vitello',
  ),
);

/**
 * Phrases in which one of the words above means something else. They are taken out before matching, so the
 * rest of the text still counts: `ground coffee rubbed chicken` is poultry. Only what is beyond doubt is
 * here: `mushroom burger` may be beef, `vegan chicken` only costs its cook some minutes.
 * Words in a phrase stand next to each other; a comma or another sign between them breaks the phrase.
 */
export const EXCLUDED_PHRASES: readonly RegExp[] = phrases([
  `(?:freshly )?ground (?:${anyOf(COLOUR)} )?${anyOf(SPICE)}`,
  `(?:fruit mince|mince pies?)`,
  `${anyOf(BIRD)} (?:eggs?(?= \\|| $)|egg yolks?|egg whites?)`,
  `(?:chicken|hen) of the woods`,
  `(?:duck|goose) fat`,
  `(?:skate|ray) wings?`,
  `bombay duck`,
]);

/** As above, but only where no meat is named: `beef and veggie burger` stays ground meat. */
export const EXCLUDED_WITHOUT_MEAT: readonly RegExp[] = phrases([
  `${anyOf(PLANT)} ${anyOf('burger burgers sausage sausages mince ground patty patties meatball meatballs meatloaf kebab kebabs wurst hack hackfleisch hotdog hotdogs frikadelle frikadellen chorizo')}`,
  `(?:veggie|vegi|gemuse|gemuese|tofu|soja|linsen|bohnen)(?:burgers?|wurst|wurste|wuerste|hack)`,
  `minced (?:${anyOf(COLOUR)} )?${anyOf(CHOPPED)}`,
]);

function phrases(sources: readonly string[]): RegExp[] {
  return sources.map((phrase) => new RegExp(`(?<= )${phrase}(?= )`, 'gu'));
}
