package joins

// The score of a suggestion is the sum of these points, each named among its
// reasons. From leastScore on it is shown; a pair with a strong identifier
// in common always is.
//
//	a strong identifier in common                        +60
//	  the number without its country, or a document
//	  that one list calls a passport and the other not   +40
//	  each further one                                   +10
//	an IMO number that fails its check digit and is a slip
//	  from the other's +20, one that is not -10
//	a BIC, MMSI, call sign or tail number in common      +30
//	an e-mail address, website or telephone number       +20
//	an address                                           +15
//	a name: rare +40, ordinary +30, common +20; less 10 where one side
//	  calls it a weak alias
//	  names without a word in common, by sound, -10
//	birth date: the same day +30, agreeing as far as known +15,
//	  a year or month off -10, different -40
//	a country +10, none -10; a flag +10
//	a sanctions regime +10
//	different genders -30, different IMO numbers -40,
//	  different UN references -50, two entries of one dataset -30
//	another party fits as well -10
const (
	pointsStrong   = 60
	pointsPartial  = 40
	pointsFurther  = 10
	pointsWeak     = 30
	pointsMisprint = 20
	pointsContact  = 20
	pointsPostal   = 15

	pointsNameRare   = 40
	pointsName       = 30
	pointsNameCommon = 20
	pointsNameWeak   = 10 // less
	pointsStrangers  = -10

	pointsSameDay = 30
	pointsAgree   = 15
	pointsNear    = -10
	pointsDiffer  = -40

	pointsCountry   = 10
	pointsCountries = -10
	pointsRegime    = 10

	pointsGender    = -30
	pointsShip      = -40
	pointsReference = -50
	pointsDataset   = -30
	pointsRival     = -10

	leastScore = 30
)

// Limits of what is looked into.
const (
	maxSharing     = 50  // entries with one identifier; beyond, it identifies nobody
	maxNamesakes   = 100 // entries with one name; beyond, only those of one birth year or country are compared
	maxSuggestions = 10  // for a party, besides those with a strong identifier
)
