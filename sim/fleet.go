package sim

import "fmt"

// craft is what kind of ship it is.
type craft uint8

const (
	cargo craft = iota
	tanker
	fishing
	passenger
	tug
	other
)

// build is what ships of one craft are like.
type build struct {
	share          float64 // of the fleet
	code           uint8   // type of ship, ITU-R M.1371
	length         [2]float64
	slender        float64    // length over beam
	draught        [2]float64 // metres, light and laden, of the longest
	knots          [2]float64
	turn           float64 // degrees a second
	gather         float64 // metres a second squared
	classB         float64 // share that carries class B
	stayLo, stayHi float64 // hours at a berth
}

var builds = [...]build{
	cargo:     {0.36, 70, [2]float64{80, 230}, 6.2, [2]float64{3.5, 12}, [2]float64{9, 15}, 0.6, 0.012, 0, 10, 40},
	tanker:    {0.16, 80, [2]float64{75, 200}, 6, [2]float64{3.2, 11.5}, [2]float64{9, 13}, 0.5, 0.010, 0, 12, 36},
	fishing:   {0.28, 30, [2]float64{18, 45}, 4, [2]float64{2, 4}, [2]float64{8, 11}, 2, 0.05, 0.6, 8, 30},
	passenger: {0.06, 60, [2]float64{60, 160}, 6, [2]float64{3, 6}, [2]float64{17, 24}, 0.8, 0.03, 0, 3, 8},
	tug:       {0.07, 52, [2]float64{24, 36}, 3, [2]float64{3, 4.5}, [2]float64{8, 11}, 3, 0.08, 0.1, 2, 9},
	other:     {0.07, 90, [2]float64{40, 100}, 5, [2]float64{3, 5}, [2]float64{8, 12}, 0.9, 0.02, 0.1, 10, 40},
}

// identity is who a ship says it is. It is never changed, only replaced.
type identity struct {
	mmsi, imo  uint32
	name, sign string
}

// errand is what the crew types in for a voyage; replaced as well.
type errand struct {
	destination string
	draught     uint8 // 1/10 m
}

const (
	firstMMSI = 298_000_001
	flags     = 3 // 297, 298, 299: countries that do not exist
)

var (
	nameFirst = []string{
		"AMBER", "ASHEN", "BRISK", "CALM", "CANDID", "CORAL", "COPPER", "DAPPLED", "DISTANT", "DUSKY", "EAGER", "EMBER", "FABLED", "FERN", "FROSTED",
		"GENTLE", "GILDED", "GRANITE", "HALCYON", "HAZEL", "HIDDEN", "HUMBLE", "INKY", "IVORY", "JADE", "JOVIAL", "KINDLY", "LATENT", "LIMPID", "LOFTY",
		"LUNAR", "MARBLE", "MELLOW", "MISTY", "MODEST", "NIMBLE", "NOBLE", "OAKEN", "OPAL", "PALE", "PATIENT", "PEARLY", "PLACID", "PLAIN", "QUIET",
		"RAPID", "RUSTIC", "SABLE", "SALTED", "SILKEN", "SLATE", "SOLAR", "STEADY", "SUNLIT", "TAWNY", "TIDAL", "UMBER", "VELVET", "WINTRY", "ZEALOUS",
	}
	nameLast = []string{
		"ANCHOR", "ARCH", "ASPEN", "BADGER", "BASIN", "BEACON", "BELL", "BIRCH", "BRIAR", "BROOK", "CAIRN", "CEDAR", "COMET", "CREST", "CURLEW",
		"DRUM", "DUNE", "ECHO", "FALCON", "FELL", "FERRY", "FINCH", "FJORD", "GANNET", "GLADE", "GORGE", "GROVE", "HARBINGER", "HERON", "HOLLOW",
		"ISLET", "KESTREL", "LANTERN", "LARK", "LEDGE", "LINNET", "LOOM", "MARLIN", "MEADOW", "MERLIN", "MESA", "MILL", "MOON", "OSPREY", "OTTER",
		"PETREL", "PLOVER", "PRAIRIE", "QUARRY", "RAVEN", "REEF", "RIDGE", "SHOAL", "SPRING", "STARLING", "TERN", "THICKET", "VALE", "WILLOW", "WREN",
	}
)

// nobody is the n-th identity that no real ship can have.
func nobody(n int) identity {
	id := identity{
		mmsi: firstMMSI + uint32(n), imo: invented(n), //nolint:gosec // n counts ships
		name: nameFirst[n%60] + " " + nameLast[(n/60+n*7)%60],
		sign: fmt.Sprintf("Q%d%c%c%d", n%10, 'A'+n/10%26, 'A'+n/260%26, n/6760%10),
	}
	if n >= 3600 {
		id.name = fmt.Sprintf("%s %d", id.name, n/3600+1)
	}
	return id
}

// underFlag is a number of the ship under another flag.
func underFlag(mmsi uint32, hop int) uint32 {
	return 297_000_000 + (mmsi/1_000_000+uint32(hop))%flags*1_000_000 + mmsi%1_000_000 //nolint:gosec // a small number
}

// invented is the n-th IMO number that begins with 0, with its check digit.
func invented(n int) uint32 {
	d := uint32(n%90_000 + 10_000) //nolint:gosec // below 100,000
	return d*10 + check(d)
}

// check is the check digit for the digits before it.
func check(digits uint32) uint32 {
	sum := uint32(0)
	for weight := uint32(2); weight <= 7; weight++ {
		sum += digits % 10 * weight
		digits /= 10
	}
	return sum % 10
}

func fmtIdentity(id identity) string {
	return fmt.Sprintf("MMSI %d, IMO %07d, %s, %s", id.mmsi, id.imo, id.name, id.sign)
}

// mistyped is an identity with one letter of its name received wrongly.
func (id *identity) mistyped(d *dice) *identity {
	name := []byte(id.name)
	name[d.n(len(name))] = 'A' + byte(d.n(26))
	bad := *id
	bad.name = string(name)
	return &bad
}
